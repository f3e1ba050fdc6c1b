/* Small things only the browser can do; Dash calls those in `gia` as clientside callbacks. */
(function () {
  const same = window.dash_clientside ||= {};
  const { SCHEME } = window.gia_internals;
  const none = () => window.dash_clientside.no_update;
  const visited = (path, rbp) => `gia:${path}?rbp=${rbp || ""}`;
  const MARKS = { "%40": "@", "%2C": ",", "%3A": ":" };               // people read them in designs and models' names
  const readable = query => query.toString().replace(/%40|%2C|%3A/g, code => MARKS[code]);
  const here = () => window.location.pathname.replace(/\/$/, "") || "/";
  let titled = "";

  /* The part of the address that determines the tab's title; if it changes, the server is asked (components/tab_title.py). */
  function nameTab() {
    const query = new URLSearchParams(window.location.search);
    const about = { path: here(), rbp: query.getAll("rbp"), part: query.getAll("part"), model: query.getAll("model") };
    if (titled === (titled = JSON.stringify(about))) return;
    window.dash_clientside.set_props("title-of", { data: about });
  }

  same.gia = {
    /* The attribute is right from the start; the property of the switch is "light" at first, whatever is shown. */
    colorScheme: () => document.documentElement.getAttribute(SCHEME) === "dark" ? "dark" : "light",

    /* The logo that a person chose on Explore or Scan; null for the default, the first option. */
    logo: () => window.localStorage.getItem("gia:logo"),
    keepLogo: (value, options) => {
      if (value && options[0].value !== value) window.localStorage.setItem("gia:logo", value);
      else window.localStorage.removeItem("gia:logo");
    },

    /* state {path, query: {key: text | list | null}} -> the address bar, without a reload.
       A page that has been left writes nothing, also while the next one, which may be of the same path, is on its way. */
    remember: state => {
      if (!state || here() !== state.path || window.gia_server.isLeaving()) return none();
      const query = new URLSearchParams(), came = window.location.pathname + window.location.search;
      for (const [key, value] of Object.entries(state.query))
        for (const one of [value].flat()) if (one !== null && one !== undefined && one !== "") query.append(key, one);
      const search = readable(query);
      const address = state.path + (search ? "?" + search : "");
      window.history.replaceState(window.history.state, "", address);
      nameTab();
      window.sessionStorage.setItem(visited(state.path, query.get("rbp")), address);
      const detail = { came, path: state.path, rbp: query.get("rbp") };
      window.dispatchEvent(new CustomEvent("gia:remembered", { detail }));   // assets/share.js
      return address;
    },

    /* Open an address as if its link had been clicked; the page is drawn anew even if Dash, which does not see what
       `remember` writes, takes it for the one that is open. */
    go: href => {
      window.history.pushState({}, "", href);
      const { pathname, search, hash } = window.location;
      same.set_props("url", { pathname, search, hash, href: window.location.href });
      window.scrollTo(0, 0);
    },

    title: text => { if (text) document.title = text; },

    /* After a page was drawn: scroll the navigation to the current page if it is wider than the screen. */
    showActive: () => {
      nameTab();
      /** @type {HTMLElement | null} */
      const nav = document.querySelector("header .nav");
      /** @type {HTMLElement | null} */
      const active = nav && nav.querySelector(".active");
      if (active) nav.scrollLeft = active.offsetLeft - nav.offsetLeft - (nav.clientWidth - active.clientWidth) / 2;
    },

    /* Open the page with another model of the experiment; the rest of the address stays.
       A page that has just been drawn shows the model of its address, or the first one where that names none. The one
       that stood beside it changes places with it. */
    chooseModel: (name, groups) => {
      const url = new URL(window.location.href), query = url.searchParams, now = query.get("rbp");
      const models = (groups || []).flatMap(one => one.items || [one]);
      const shown = models.some(one => one.value === now) ? now : models.length && models[0].value;
      if (!name || !now || name === shown) return;
      query.set("rbp", name);
      if (query.get("with") === name) query.set("with", now);
      same.gia.go(`${url.pathname}?${readable(query)}`);
    },

    /* Open the page with another RBP; the rest of the address stays, so that a design is kept. */
    chooseRbp: id => {
      const now = new URL(window.location.href).searchParams.get("rbp");
      if (now && id !== now.split(":")[0]) same.gia.chooseModel(id, []);
    },
  };

  new MutationObserver(() => same.set_props && same.set_props("color-scheme", { data: same.gia.colorScheme() }))
    .observe(document.documentElement, { attributeFilter: [SCHEME] });

  /* A navigation link opens its page as it was left; the link of the current page changes nothing. */
  document.addEventListener("click", event => {
    const link = event.target.closest && event.target.closest("a.nav-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href);
    const left = window.sessionStorage.getItem(visited(url.pathname, url.searchParams.get("rbp")));
    const isHere = url.pathname === here();             // not the marked link: the next page may be loading
    if (!isHere && !left) return;
    event.preventDefault();
    event.stopPropagation();
    if (!isHere) same.gia.go(left);
  }, true);
})();
