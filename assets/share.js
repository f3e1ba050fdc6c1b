/* The Share menu: the link is copied here, files are asked of the server by the address that is shown. And what was done on
   a page is kept in this browser, so that a page that is opened anew can offer to go on with it. */
(function () {
  const LONGEST = 8000;      // as LONGEST_LINK of components/shared/share.py
  const STAYS = 6000, READS = 70;   // milliseconds that a message stays, at least and for each letter
  const HERE = /^(localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/;

  const set = (id, props) => window.dash_clientside.set_props(id, props);
  let clearing = null, number = 0;

  function say(text) {
    clearTimeout(clearing);
    set("share-said", { children: text });
    if (text) clearing = setTimeout(() => set("share-said", { children: "" }), Math.max(STAYS, READS * text.length));
  }

  /* Show the link as selected text, if the browser refuses access to the clipboard (http, or not allowed). */
  function showLink(href) {
    set("share-link", { value: href });
    set("share-field", { hidden: false });
    setTimeout(() => {                                                  // after the menu has returned the focus
      const field = /** @type {HTMLInputElement} */ (document.getElementById("share-link"));
      if (!field) return;
      field.focus();
      field.select();
    }, 100);
  }

  /* A link to this machine does not work for others. */
  const onlyHere = () => HERE.test(window.location.hostname)
    ? ` It opens on this machine only: ${window.location.hostname} means the machine one sits at. For others, start the app with`
      + " GIA_HOST=0.0.0.0 and open it by this machine's name before you copy the link, or send a file of this menu." : "";

  async function copyLink() {
    const { href } = window.location;
    const long = href.length > LONGEST
      ? ` It has ${href.length.toLocaleString("en")} letters, and some programs cut links after ${LONGEST.toLocaleString("en")}:`
        + " the JSON file is safer." : "";
    try {
      await navigator.clipboard.writeText(href);
      closeLink();
      say("Link copied." + long + onlyHere());
    } catch {
      showLink(href);
      say("This browser does not copy for us; the link is selected below." + long + onlyHere());
    }
  }

  const closeLink = () => set("share-field", { hidden: true });

  function choose() {
    const { no_update, callback_context } = window.dash_clientside;
    const clicked = callback_context.triggered.find(one => one.value);
    if (!clicked) return no_update;
    const { format } = JSON.parse(clicked.prop_id.slice(0, clicked.prop_id.lastIndexOf(".")));
    if (format === "link") {
      copyLink();
      return no_update;
    }
    const { pathname: path, search, href } = window.location;
    say("");
    return { format, path, search, href, number: ++number };
  }

  /* The last change of a page is kept by page and RBP; opening a link changes nothing. */
  const key = (path, rbp) => `gia:work:${path}?rbp=${rbp || ""}`;
  let shown = null, offered = null;

  function read(name) {
    try { return JSON.parse(window.localStorage.getItem(name)); } catch { return null; }
  }

  function keep(name, value) {
    try { window.localStorage.setItem(name, JSON.stringify(value)); } catch { /* storage is full or not allowed */ }
  }

  function described({ address, at }) {
    const query = new URLSearchParams(address.split("?")[1]);
    const conditions = query.getAll("c").length, rna = query.get("sequence");
    const scan = query.has("k") && `the ${query.get("k")}-mers`;
    const own = query.has("rnas") && "RNAs of your own";
    const what = scan || own ? scan || own : conditions ? `${conditions} condition${conditions > 1 ? "s" : ""}` : rna ? `the RNA ${rna}` : "a view";
    const when = new Date(at).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
    return `You worked here before, on ${what} (${when}).`;
  }

  window.addEventListener("gia:remembered", (/** @type {CustomEvent} */ { detail: { came, path, rbp } }) => {
    if (!document.getElementById("resume")) return;            // a page without the offer to resume
    const now = window.location.pathname + window.location.search;
    const isNew = came !== shown;
    shown = now;
    if (isNew) {
      const isBare = [...new URLSearchParams(came.split("?")[1] || "").keys()].every(name => name === "rbp");
      const last = isBare ? read(key(path, rbp)) : null;
      offered = last && last.address !== now ? last.address : null;
      set("resume-text", { children: offered ? described(last) : "" });
      set("resume", { hidden: !offered });
    } else if (now !== came) {
      keep(key(path, rbp), { address: now, at: Date.now() });
      set("resume", { hidden: true });
    }
  });

  function resume() {
    const clicked = window.dash_clientside.callback_context.triggered.find(one => one.value);
    if (!clicked) return;
    set("resume", { hidden: true });
    if (clicked.prop_id.startsWith("resume-go") && offered) window.dash_clientside.gia.go(offered);
  }

  window.dash_clientside ||= {};
  window.dash_clientside.share = { choose, closeLink, resume };
})();
