/* The Explore page in the browser: every click and key is one step from state to state (components/explore/state.py).
   The state is read and written at once, not by callbacks, which leave out all but the last of many quick clicks. */
(function () {
  const same = window.dash_clientside ||= {};
  const none = () => same.no_update;
  const byId = id => document.getElementById(id);
  const { GRID, eventsOf, plotOf, propsOf } = window.gia_internals;
  const props = id => propsOf(id) || {};
  const read = () => props("explore-state").data;
  const write = state => same.set_props("explore-state", { data: state });
  const say = text => same.set_props("explore-said", { children: text });
  const MOST_TEXT = 100000;                                              // as core.sequence.MOST_TEXT
  const MOST_CORNERS = 60;                                               // of a lasso, which the link holds

  /* Values of the address, null to leave one out. */
  const ask = change => {
    const state = read();
    if (!state) return;
    const query = { ...state.query, ...change };
    if (Object.keys(change).some(key => (query[key] || null) !== (state.query[key] || null))) write({ ...state, query });
  };

  const choose = sequence => {
    const state = read();
    if (!state || !sequence || sequence === state.query.sequence) return;
    say("");
    const { from, stretch, ...kept } = state.query;
    write({ ...state, query: { ...kept, sequence }, past: [], future: [], original: null });
  };

  /* Return the state with another sequence of the same RNA. */
  const turned = (state, sequence, past, future) => {
    const original = state.original || state.query.sequence;
    const query = { ...state.query, sequence, from: original === sequence ? null : original };
    return { ...state, query, past, future, original };
  };
  const edit = sequence => {
    const state = read();
    if (!state || sequence === state.query.sequence) return;
    say("");
    write(turned(state, sequence, [...state.past, state.query.sequence], []));
  };
  const undo = () => {
    const state = read();
    if (state && state.past.length)
      write(turned(state, state.past.at(-1), state.past.slice(0, -1), [state.query.sequence, ...state.future]));
  };
  const redo = () => {
    const state = read();
    if (state && state.future.length)
      write(turned(state, state.future[0], [...state.past, state.query.sequence], state.future.slice(1)));
  };
  const original = () => { const state = read(); if (state && state.original) edit(state.original); };
  const put = (position, letter) => {
    const sequence = read().query.sequence, there = sequence[position - 1];
    if (there === letter) return say(`${letter}${position} is the letter that is there; click another one in its column.`);
    edit(sequence.slice(0, position - 1) + letter + sequence.slice(position));
  };
  /* Apply typed changes, such as G21A: all or none. */
  const typed = text => {
    const letters = [...read().query.sequence];
    for (const change of text.toUpperCase().replaceAll("T", "U").split(/[\s,]+/).filter(Boolean)) {
      const found = /^([ACGU])(\d{1,4})([ACGU])$/.exec(change);
      if (!found) return say(`${change.slice(0, 20)} is no change; write the letter that is there, its position and the new one: G21A.`);
      const [, old, digits, letter] = found, position = Number(digits), there = letters[position - 1];
      if (!there) return say(`${change} is at position ${position}; the RNA has positions 1 to ${letters.length}.`);
      if (there !== old) return say(`${change} expects ${old} at ${position}, but ${there} is there.`);
      letters[position - 1] = letter;
    }
    edit(letters.join(""));
    same.set_props("explore-change", { value: "" });
  };
  const revert = change => put(Number(change.slice(1, -1)), change[0]);

  /* Steps along the table add up until the first answer arrives. */
  let pending = { by: 0, from: null };
  const step = by => {
    const state = read();
    if (!state) return;
    const now = state.query.from || state.query.sequence || null;
    if (pending.from !== now) pending = { by: 0, from: now };
    pending.by += by;
    same.set_props("explore-step", { data: { ...pending, at: Date.now() + Math.random() } });
  };
  const surprise = () => {
    const plot = plotOf("explore-scatter");
    const probes = ((plot && plot.data) || []).flatMap(trace => trace.type === "scatter" && trace.customdata || []);
    if (probes.length) choose(probes[Math.floor(Math.random() * probes.length)][0]);
  };

  const own = () => props("explore-own").data || [];
  const keepOwn = list => same.set_props("explore-own", { data: list });
  const keep = () => {
    const { query } = read(), list = own();
    if (list.some(one => one.sequence === query.sequence)) return say("This RNA is in your list already.");
    const base = list.find(one => one.sequence === query.from);
    const taken = new Set(list.map(one => one.name)), changed = `${base ? base.name : "Mutant"}, changed`;
    const named = number => query.from ? (number > 1 ? `${changed} (${number})` : changed) : `RNA ${number}`;
    let number = query.from ? 1 : list.length + 1;
    while (taken.has(named(number))) number += 1;
    keepOwn([...list, { name: named(number), sequence: query.sequence }]);
    say("Kept in your list, below the probes.");
  };
  const isSame = one => other => one.name === other.name && one.sequence === other.sequence;
  /* What was pasted comes to the list as it is by then: rows may have been removed or kept since the click, and a name
     that nobody typed may be taken. */
  const enlist = pasted => {
    if (!pasted) return;
    const list = [...own()], taken = name => list.some(one => one.name === name);
    for (const { unnamed, ...one } of pasted) {
      if (unnamed && list.some(other => other.sequence === one.sequence)) continue;
      for (let number = list.length + 1; unnamed && taken(one.name); number += 1) one.name = `RNA ${number}`;
      if (!list.some(isSame(one))) list.push(one);
    }
    keepOwn(list);
  };
  const remove = ({ name, sequence }) => keepOwn(own().filter(one => one.sequence !== sequence || one.name !== name));

  const clearSelection = () => {
    ask({ region: null });
    const plot = plotOf("explore-scatter");
    if (!plot || !plot.data) return;
    window.Plotly.update(plot, { selectedpoints: [null] }, { selections: [] });
  };

  const BUTTONS = {
    "explore-undo": undo, "explore-redo": redo, "explore-original": original, "explore-keep": keep,
    "explore-previous": () => step(-1), "explore-next": () => step(1), "explore-surprise": surprise,
    "explore-clear": clearSelection, "explore-own-clear": () => keepOwn([]),
  };
  document.addEventListener("click", event => {
    const button = event.target.closest && event.target.closest("button");
    if (!button || button.disabled) return;
    if (button.dataset.revert) return revert(button.dataset.revert);
    if (BUTTONS[button.id]) BUTTONS[button.id]();
  });

  /* Keys that nothing else takes. Enter sends a pasted RNA; Shift and Enter begins a new line. */
  document.addEventListener("keydown", event => {
    const at = event.target, panel = byId("explore-panel");
    if (!panel) return;
    if (at.id === "explore-input" && event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      return setTimeout(() => byId("explore-show").click(), 0);
    }
    if (at.id === "explore-change" && event.key === "Enter") return typed(at.value);
    if (!at.closest || at.closest(`input, textarea, select, [contenteditable], [role=dialog], ${GRID}, [role=radiogroup]`)) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "z") { event.preventDefault(); return event.shiftKey ? redo() : undo(); }
    if (command && event.key.toLowerCase() === "y") { event.preventDefault(); return redo(); }
    if (command || event.altKey || event.shiftKey || !read()) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const scrolls = at.closest(".wide-figure, pre");
    if (!by || !byId("explore-next") || byId("explore-next").closest("[hidden]")) return;
    if (scrolls && scrolls.scrollWidth > scrolls.clientWidth) return;
    event.preventDefault();
    step(by);
  });

  /* A text that is far too long never reaches the box: drawing it would freeze the page. */
  document.addEventListener("paste", event => {
    if (!event.target.closest || !event.target.closest(".ask, .controls")) return;
    const length = event.clipboardData.getData("text").length;
    if (length <= MOST_TEXT) return;
    event.preventDefault();
    same.set_props("explore-problem", {
      children: `That is a text of ${length.toLocaleString("en")} characters; paste at most ${MOST_TEXT.toLocaleString("en")} at a time.`,
    });
  }, true);

  /* Listen to a plot once it is drawn, and again each time it is redrawn. */
  const listen = (id, heard, tries = 200) => {
    if (!byId(id)) return;
    const plot = plotOf(id), events = eventsOf(plot);
    if (!events) return tries && setTimeout(() => listen(id, heard, tries - 1), 50);
    if (plot.giaHeard === events) return;
    plot.giaHeard = events;
    for (const [name, handle] of Object.entries(heard)) plot.on(name, handle);
  };
  const round = value => Math.round(value * 100) / 100;
  const regionOf = ({ range, lassoPoints }) => {
    if (range && range.x && range.y) return [0, 1].map(i => `${round(range.x[i])}:${round(range.y[i])}`).join(",");
    if (!lassoPoints) return null;
    const nth = Math.ceil(lassoPoints.x.length / MOST_CORNERS);
    return lassoPoints.x.map((x, i) => `${round(x)}:${round(lassoPoints.y[i])}`).filter((_, i) => i % nth === 0).join(",");
  };
  const SCATTER = {
    plotly_click: ({ points }) => { const [point] = points; if (Array.isArray(point.customdata)) choose(point.customdata[0]); },
    plotly_selected: event => { const region = event && regionOf(event); if (region) ask({ region }); },
    plotly_deselect: () => ask({ region: null }),
  };
  /* Say whether the figure shows the chosen RNA (perhaps some changes behind) and not the previous one. */
  const isOfChosen = () => {
    const { query, past, future, original } = read();
    const drawn = plotOf("explore-stack").data.find(trace => trace.mode === "text" && trace.yaxis === "y3").text.join("");
    return [query.sequence, query.from, original, ...past, ...future].includes(drawn);
  };
  const STACK = {
    plotly_click: ({ points }) => {
      const cell = points.find(point => point.data.type === "heatmap");
      if (!cell) return;
      if (isOfChosen()) put(Number(cell.x), cell.y);
      else say("The figure of this RNA is on its way; click again when it is there.");
    },
    plotly_selected: event => {
      if (!event || !event.range || !event.range.x || !isOfChosen()) return;
      const length = read().query.sequence.length, [low, high] = [...event.range.x].sort((a, b) => a - b);
      const first = Math.max(1, Math.round(low)), last = Math.min(length, Math.round(high));
      window.Plotly.relayout(plotOf("explore-stack"), { selections: [] });
      if (first > last) return;
      ask({ stretch: `${first}-${last}` });
      same.set_props("explore-first", { value: first });
      same.set_props("explore-last", { value: last });
    },
  };

  /* The first choice of a control is the default, which the address leaves out. */
  const usual = (key, value, options) => {
    if (String(value).startsWith("model:")) return same.gia.go(`/explore?rbp=${encodeURIComponent(value.slice(6))}`);
    if (value) ask({ [key]: options && options[0].value === value ? null : value });
  };

  /* Return the logo that was chosen before, if the address names none. */
  const remembered = state => {
    const kept = same.gia.logo();
    if (state && kept && !state.query.logo) setTimeout(() => same.set_props("explore-logo", { value: kept }), 0);
  };

  let shown = "", hadPoints = true;
  const tableOf = state => ["rbp", "motif", "scores", "region"].map(key => state.query[key] || "").join("|");
  same.giaExplore = {
    enlist,
    /* Ask the table once the points have arrived. */
    listenToScatter: figure => {
      listen("explore-scatter", SCATTER);
      const has = Boolean(figure && figure.data.some(trace => trace.customdata));
      if (has && !hadPoints && byId("explore-table"))
        window.dash_ag_grid.getApiAsync("explore-table").then(api => api.purgeInfiniteCache()).catch(() => {});
      hadPoints = has;
    },
    listenToStack: () => { listen("explore-stack", STACK); },
    /* Take the server's choice unless something else was chosen meanwhile. */
    accept: offered => {
      if (!offered) return;
      const box = byId("explore-input");
      if (box && box.value === offered.text) same.set_props("explore-input", { value: "" });
      if (same.work.isSame(read(), offered.over)) write(offered.state);
    },
    color: (value, options) => { usual("color", value, options); },
    motif: (value, options) => { usual("motif", value, options); },
    scores: (value, options) => { usual("scores", value, options); },
    contexts: (value, options) => { usual("contexts", value, options); },
    logo: (value, options) => {
      same.gia.keepLogo(value, options);
      usual("logo", value, options);
    },

    /* Every new RNA and every drag sets the two fields; only typed values change the stretch. */
    stretch: (first, last) => {
      if (!["explore-first", "explore-last"].includes((document.activeElement || {}).id)) return;
      const state = read(), length = state && state.query.sequence ? state.query.sequence.length : 0;
      if (first >= 1 && first <= last && last <= length) ask({ stretch: `${first}-${last}` });
    },

    /* Ask for the points of a large scatter without a click. */
    beginPoints: (...asked) => same.work.begin("points-start", ...asked),

    /* Buttons of the history, and the panel, which shows as soon as an RNA is chosen. */
    follow: state => (remembered(state), state)
      ? [!state.past.length, !state.future.length, !state.query.from, state.query.sequence ? "card sequence chosen" : none()]
      : [true, true, true, none()],

    /* Move the ring to the chosen probe. It is drawn directly: as an output it would end the figure's spinner. */
    ring: at => {
      const plot = plotOf("explore-scatter");
      const trace = plot && plot.data ? plot.data.findIndex(one => one.meta === "chosen") : -1;
      if (at && trace >= 0) window.Plotly.restyle(plot, { x: [at.x], y: [at.y] }, [trace]);
    },

    /* Reload the table if it shows other probes, and mark the chosen row. */
    tableFollows: state => {
      const now = state ? tableOf(state) : "";
      const isOther = shown && shown !== now;
      shown = now;
      for (const id of ["explore-table", "explore-own-table"])
        if (byId(id)) window.dash_ag_grid.getApiAsync(id).then(api => {
          if (id === "explore-table" && isOther) api.purgeInfiniteCache();
          else api.redrawRows();
        }).catch(() => {});
      return !(state && state.query.region);
    },
  };

  const functions = (window.dashAgGridFunctions ||= {});
  functions.isChosenRow = params => {
    const state = read();
    return Boolean(params.data && state && [state.query.sequence, state.query.from].includes(params.data.sequence));
  };
  functions.openProbe = params => {
    const event = params.event || {};
    if (event.target && event.target.closest("button")) return;
    if (event.key ? event.key === "Enter" : !String(window.getSelection())) choose((params.data || {}).sequence);
  };
  const cells = (window.dashAgGridComponentFunctions ||= {});
  cells.RemoveOwn = ({ data }) => window.React.createElement("button", {
    className: "remove", "aria-label": `Remove ${data.name}`, onClick: event => { event.stopPropagation(); remove(data); },
  }, "Remove");
})();
