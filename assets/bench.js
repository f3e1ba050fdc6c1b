/* The bench's actions on their way to the server. Every action has a number, and waits in a queue until the state says
   (by its revision) that it has been applied: an action is never lost when two are made faster than the server answers. */
(function () {
  let number = 0, revision = 0, made = [];
  let unwritten = [];                                                   // actions since the last write of the address
  const next = () => ++number;

  /* Send an action that no Dash component makes, with those that the server has not seen yet. */
  function act(action) {
    made = [...made.filter(one => one.number > revision), { ...action, number: next() }];
    window.dash_clientside.set_props("bench-gestures", { data: made });
  }

  /* The values of fields and choices in a state. */
  const shown = bench => ({
    background: bench.view.kind, n: String(bench.view.n), seed: String(bench.seed),
    with: bench.with, plot: bench.plot, show: bench.show,
  });
  const CHOICES = ["with", "plot", "show"];
  const same = (one, other) => [one ?? ""].flat().join() === [other ?? ""].flat().join();

  /* Say whether a field equals the state: `follow` set it, or nothing was changed. */
  const holds = (bench, field, value) => same(shown(bench)[field], value) && !bench.problems[field];

  /* Turn a changed property, as Dash names it, into actions. */
  function actionsOf({ prop_id, value }, bench) {
    const name = prop_id.slice(0, prop_id.lastIndexOf("."));
    if (!name.startsWith("{")) return value || [];                      // a list of actions
    const id = JSON.parse(name);
    if (id.field) return holds(bench, id.field, value) ? [] : [{ number: next(), do: "set", field: id.field, value }];
    return value ? [{ number: next(), do: "load", preset: id.preset }] : [];  // a new menu entry has no clicks
  }

  function collect(...args) {
    const [queue, bench] = args.slice(-2);
    const { no_update, callback_context } = window.dash_clientside;
    const came = callback_context.triggered.flatMap(one => actionsOf(one, bench));
    if (!came.length) return no_update;
    const placeOf = key => bench.conditions.findIndex(item => item.key === key);
    unwritten = [...unwritten.filter(one => one.number > revision), ...came.map(one => ({ ...one, place: placeOf(one.key) }))];
    if (window.gia_server.isLeaving()) return no_update;                // the next page sends them
    const waiting = [...(queue || []), ...came].filter(action => action.number > bench.revision);
    return [...new Map(waiting.map(action => [action.number, action])).values()].sort((a, b) => a.number - b.number);
  }

  /* Fields follow the state, except a field with a problem or with a change that the server has not seen. */
  function follow(bench, queue) {
    const { set_props } = window.dash_clientside;
    const waiting = (queue || []).filter(action => action.number > bench.revision).map(action => action.field);
    for (const [field, value] of Object.entries(shown(bench))) {
      const id = { type: CHOICES.includes(field) ? "bench-choice" : "bench-field", field };
      const props = window.gia_internals.propsOf(id);
      if (!props || bench.problems[field] || waiting.includes(field)) continue;
      if (!same(props.value, value)) set_props(id, { value: value === "" ? null : value });
      const disabled = field === "n" && bench.view.kind === "sequences";
      if (Boolean(props.disabled) !== disabled) set_props(id, { disabled });
    }
    for (const step of ["undo", "redo"]) {
      const title = bench[step] ? `${bench[step]} (${step} with ${KEYS[step]})` : `Nothing to ${step}`;
      set_props({ type: "bench-history", do: step }, { title, "aria-disabled": String(!bench[step]) });
    }
  }

  const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);
  const KEYS = isMac ? { undo: "⌘Z", redo: "⇧⌘Z" } : { undo: "Ctrl+Z", redo: "Ctrl+Shift+Z" };

  /* Undo goes on after a switch of model or RBP: the page is drawn anew there, with the design that was left. What was
     done since its address was written, while the next page was on its way, is done there. */
  let left = null;
  const designOf = ({ query }) => JSON.stringify(["c", "name", "background", "n", "seed", "p"].map(key => query[key]));

  function keepHistory(bench, history, late) {
    const design = designOf(bench.link);
    if (bench.revision || !left || left.design !== design || left.model === bench.model_name) {
      left = { design, history, model: bench.model_name };
      return;
    }
    if (left.history.past.length + left.history.future.length) act({ do: "recall", history: left.history });
    for (const { place, ...action } of new Map(late.map(one => [one.number, one])).values())
      act(place < 0 ? action : { ...action, key: bench.conditions[place].key });
  }

  /* Open the bench of another experiment for its design. */
  function remember(bench, queue, history) {
    const { callback_context, gia, no_update } = window.dash_clientside;
    if (window.gia_server.isLeaving()) return no_update;
    const late = unwritten.filter(one => one.number > revision), isNewPage = !callback_context.triggered.length;
    if (isNewPage) made = unwritten = [];                               // of the previous page
    revision = bench.revision;
    if (bench.go) gia.go(bench.go); else gia.remember(bench.link);
    keepHistory(bench, history, late);
    follow(bench, queue);
    return bench.link;
  }

  /* A result is asked for at once. Edits that are made faster than the model answers do not pile up: one that is asked while
     another is computed overtakes it, the next one waits for its answer. One that takes long is not waited for. */
  const PATIENCE = 2000;     // milliseconds
  const ASKED = "bench-asked";
  let wanted = null, asked = null, waiting = null, overtakes = false, asks = 0, since = 0, took = 0;

  function send() {
    clearTimeout(waiting);
    if (!window.gia_internals.propsOf(ASKED)) return;                   // the page was left
    overtakes = Boolean(waiting) && !isPreview(asked);
    waiting = setTimeout(goOn, PATIENCE);
    since = performance.now();
    asked = wanted;
    window.dash_clientside.set_props(ASKED, { data: asked });
  }

  function goOn() {
    waiting = null;
    if (wanted !== asked) send();
  }

  /* Not as the callback's output: a question would wait until no callback before it, however far, is under way, as that
     of a drop is while the server applies it. Dash draws the answer of the last question alone: one that was overtaken is
     never drawn. */
  /** @type {any} */
  let design = null;
  let preview = null, beside = [];

  function want(now) {
    wanted = { ...now, number: ++asks };
    if (!waiting || !overtakes || isPreview(asked)) send();
  }

  /* What decides an answer: all of a state but what other parts of the page are told by it. */
  const APART = ["revision", "undo", "redo", "said", "problems", "link", "go", "view"];
  const questionOf = ({ state, dark }) =>
    JSON.stringify([Object.entries(state).filter(([name]) => !APART.includes(name)), dark]);

  /* The design, its active condition with other placements. */
  function changed(text) {
    const { state } = design;
    const conditions = state.conditions.map(item => (item.key === state.active ? { ...item, text } : item));
    return { ...design, state: { ...state, conditions } };
  }

  /* What a drop makes of the design is asked for before the server has applied it: {number: of the action, question}.
     The state with that action tells whether it was the right question. */
  let ahead = null;
  let kept = 0;              // the number of a preview whose motif was let go where it was held
  const isPreview = one => one.preview && one.number !== kept;

  function letGo(text, number) {
    const now = changed(text);
    ahead = { number, question: questionOf(now) };
    if (waiting && isPreview(asked) && questionOf(asked) === ahead.question) kept = asked.number; else want(now);
  }

  function ask(bench, scheme) {
    design = { state: bench, dark: scheme === "dark", preview: false };
    preview = null;
    if (!window.dash_clientside.callback_context.triggered.length) {    // a new page
      waiting = clearTimeout(waiting);
      ahead = null;
      beside = bench.show;
    }
    if (ahead && bench.revision < ahead.number) return asks;
    const isAsked = ahead && questionOf(design) === ahead.question;
    ahead = null;
    if (!isAsked) want(design);
    return asks;
  }

  /* While a motif is dragged, the plot previews the active condition as a drop would change it; null : no preview.
     Only the question differs from a drop: nothing to undo, no address, and the numbers of the list stay.
     revision: of the state that the motif is held over; a newer one is asked for anyway. */
  function look(text, revision) {
    if (text === preview || revision !== design.state.revision) return;
    preview = text;
    want(text === null ? design : { ...changed(text), preview: true });
  }

  /* Milliseconds that a motif is held at a position before the plot follows: at least as long as the last preview took. */
  const rest = () => Math.min(Math.max(120, took), PATIENCE);

  /* Numbers that arrive, unless numbers that were asked for later were there before them, or they are of a preview; the
     page may have been opened anew meanwhile, so that the state's own revision does not tell. */
  function latest(arrived, shown) {
    const { no_update } = window.dash_clientside;
    if (!arrived) {                                                     // the page has just been drawn
      clearTimeout(waiting);
      goOn();
      return no_update;
    }
    if (!arrived.number || arrived.number === asked.number) {
      if (asked.preview) took = performance.now() - since;
      const plot = document.querySelector(".bench-plot");
      if (plot) plot.toggleAttribute("data-held", isPreview(asked));
      clearTimeout(waiting);
      goOn();
    }
    return isPreview(arrived) || (shown && arrived.number < shown.number) ? no_update : arrived;
  }

  /* What was just asked for beside the plot stands below it: it is scrolled to when it comes, unless somebody is in a
     field by then, whose open list would leave the screen. */
  const isFilling = () => document.activeElement.matches("textarea, input:not([type=checkbox], [type=radio])");
  function reveal(children, parts) {
    const asked = parts.filter(part => !beside.includes(part)).at(-1);
    beside = parts;
    const place = document.querySelector(`.bench-beside [data-part="${asked}"]`);
    if (!place) return;
    setTimeout(() => { if (!isFilling()) place.scrollIntoView({ block: "nearest", behavior: "smooth" }); }, 100);
  }

  /* Count the conditions that are out of sight to the right, if the plot is wider than its place. */
  const watched = new WeakSet();
  function hint(plot) {
    const scale = plot.querySelectorAll(window.gia_internals.TICKS), edge = plot.getBoundingClientRect().right;
    const hidden = [...scale].filter(one => one.getBoundingClientRect().right > edge).length;
    if (hidden) plot.parentElement.dataset.more = `${hidden} more →`; else delete plot.parentElement.dataset.more;
  }

  function hintAtMore() {
    const plot = document.querySelector(".bench-scroll");
    if (!plot) return;
    const look = () => requestAnimationFrame(() => hint(plot));
    if (!watched.has(plot)) {
      watched.add(plot);
      new ResizeObserver(look).observe(plot);
      plot.addEventListener("scroll", look, { passive: true });
    }
    setTimeout(look, 300);                                              // once the plot is drawn at its new width
  }

  /* The fields of the setting cover the track: a press outside of them or Escape closes them. */
  /** @type {() => HTMLDetailsElement | null} */
  const openSetting = () => document.querySelector("details.setting[open]");
  document.addEventListener("pointerdown", event => {
    const open = openSetting(), at = /** @type {Element} */ (event.target);
    if (open && !open.contains(at) && at.closest("main")) open.open = false;
  });
  document.addEventListener("keydown", event => {
    const open = openSetting();
    const isInside = open && open.contains(/** @type {Element} */ (event.target));
    if (event.key !== "Escape" || !isInside || event.defaultPrevented) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  window.gia_bench = { act, letGo, look, next, rest };
  window.dash_clientside ||= {};
  window.dash_clientside.bench = { ask, collect, hintAtMore, latest, remember, reveal };
})();
