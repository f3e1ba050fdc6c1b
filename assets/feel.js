/* Help, the keys "?" and "/", the letters' colours, the tour of a first visit. */
(function () {
  const same = window.dash_clientside ||= {};
  const root = document.documentElement;
  const help = () => /** @type {HTMLDialogElement} */ (document.getElementById("help"));
  const SEEN = "gia:tour", LETTERS = "gia:letters";

  same.feel = {
    openHelp: clicks => { if (clicks) help().showModal(); },

    letters: safe => {
      const name = safe ? "safe" : "field";
      root.dataset.letters = name;
      localStorage.setItem(LETTERS, name);
      return name;
    },

    startTour: clicks => {
      if (!clicks) return;
      help().close();
      tour.show(0);
    },
  };

  /* Three small cards on three pages, each next to the element that it explains. They block nothing behind them. */
  const tour = (function () {
    let card = null, step = 0, before = null, target = null;
    const steps = () => JSON.parse(document.getElementById("tour").dataset.steps);
    const here = () => window.location.pathname.replace(/\/$/, "") || "/";
    const find = anchor => anchor.split(",").map(one => document.querySelector(one)).find(one => one && one.getClientRects().length);

    function button(text, className, act) {
      const made = document.createElement("button");
      Object.assign(made, { type: "button", textContent: text, className });
      made.addEventListener("click", act);
      return made;
    }

    function draw(all) {
      const { title } = all[step], text = target.dataset.tour || all[step].text;
      const last = step === all.length - 1;
      card = document.createElement("div");
      card.className = "tour-card";
      for (const [name, value] of Object.entries({ role: "dialog", "aria-labelledby": "tour-title", "aria-describedby": "tour-text", tabindex: "-1" }))
        card.setAttribute(name, value);
      const heading = Object.assign(document.createElement("h2"), { id: "tour-title", textContent: title });
      const said = Object.assign(document.createElement("p"), { id: "tour-text", textContent: text });
      const bar = document.createElement("div");
      bar.className = "tour-bar";
      const count = Object.assign(document.createElement("span"), { className: "quiet", textContent: `Step ${step + 1} of ${all.length}` });
      bar.append(count, ...(last ? [] : [button("Skip", "tour-skip", end)]),
        ...(step ? [button("Back", "tour-skip", () => show(step - 1))] : []),
        button(last ? "Done" : "Next", "tour-next", () => last ? end() : show(step + 1)));
      card.append(heading, said, bar);
      document.body.append(card);
    }

    /* Place the card below its element, else above, always whole on the screen. */
    function place() {
      if (!card) return;
      if (!target || !target.isConnected) {                                // redrawn, or another page was opened
        target = here() === steps()[step].path ? find(steps()[step].anchor) : null;
        if (!target) return here() === steps()[step].path ? undefined : close();
        target.classList.add("tour-target");
      }
      const at = target.getBoundingClientRect(), size = card.getBoundingClientRect(), gap = 12;
      const below = at.bottom + gap, above = at.top - size.height - gap;
      const top = below + size.height < innerHeight ? below : above > 0 ? above : innerHeight - size.height - gap;
      card.style.top = `${Math.max(gap, top)}px`;
      card.style.left = `${Math.max(gap, Math.min(at.left, innerWidth - size.width - gap))}px`;
    }

    function close() {
      if (target) target.classList.remove("tour-target");
      if (card) {
        card.remove();
        localStorage.setItem(SEEN, "done");                                // closed by a person, not by a reload
      }
      card = target = null;
    }

    function end() {
      close();
      if (before && before.isConnected) before.focus();
    }

    function show(number) {
      const all = steps();
      if (!card) before = document.activeElement;
      close();
      step = number;
      const { path, anchor } = all[step];
      if (here() !== path) link(path).click();
      (function wait() {                                                   // as long as the page takes, until it is left
        if (step !== number || card || here() !== path) return;
        target = find(anchor);
        if (!target) return void setTimeout(wait, 100);
        target.classList.add("tour-target");
        target.scrollIntoView({ block: "nearest" });
        draw(all);
        place();
        card.focus({ preventScroll: true });
      })();
    }

    /* The link of the navigation, which carries the chosen RBP along. */
    /** @type {() => NodeListOf<HTMLAnchorElement>} */
    const links = () => document.querySelectorAll("a.nav-link");
    const link = path => [...links()].find(one => new URL(one.href).pathname === path);

    function welcome() {
      if (!localStorage.getItem(SEEN) && here() === "/") show(0);
    }

    addEventListener("resize", place);
    addEventListener("scroll", place, true);
    new MutationObserver(place).observe(document.body, { childList: true, subtree: true });
    return { show, end, welcome, isOpen: () => Boolean(card) };
  })();

  const isTyping = target => target.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && tour.isOpen()) return tour.end();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || help().open) return;
    const button = event.key === "?" && document.getElementById("help-open");
    /** @type {HTMLElement | null} */
    const marked = event.key === "/" ? document.querySelector('[data-shortcut="/"]') : null;
    if (!button && !marked) return;
    event.preventDefault();
    button ? button.click() : marked.focus();
  });

  /* A click outside the help closes it. */
  document.addEventListener("click", event => { if (event.target === help()) help().close(); });

  /* dash-mantine-components sets aria-expanded on a box around the button, where screen readers miss it. */
  function tellOnButton(box) {
    const button = box.querySelector("button");
    if (!button) return;
    for (const name of ["aria-haspopup", "aria-expanded", "aria-controls"]) {
      if (!box.hasAttribute(name)) continue;
      button.setAttribute(name, box.getAttribute(name));
      box.removeAttribute(name);
    }
  }
  new MutationObserver(() => document.querySelectorAll(window.gia_internals.MENU).forEach(tellOnButton))
    .observe(root, { childList: true, subtree: true, attributeFilter: ["aria-haspopup", "aria-expanded", "aria-controls"] });

  /* Start the tour once the first page is drawn. */
  const ready = new MutationObserver(() => {
    if (!document.querySelector("#page h1") || !document.getElementById("tour")) return;
    ready.disconnect();
    tour.welcome();
  });
  ready.observe(root, { childList: true, subtree: true });
})();
