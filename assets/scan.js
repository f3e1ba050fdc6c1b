/* The Scan page in the browser: files and long texts, the open window, the address, and letters when zoomed in. */
(function () {
  const same = window.dash_clientside ||= {};
  const none = () => same.no_update;
  const byId = id => document.getElementById(id);
  const { eventsOf, plotOf, propsOf } = window.gia_internals;
  const props = id => propsOf(id) || {};
  const plot = () => plotOf("scan-figure");
  const MOST_TEXT = 1000000;                                             // as core.rna_scan.fasta.MOST_TEXT
  const MOST_LETTERS = 150;                                              // in sight, so that each has room

  /* RNAs from a file or a paste. A text that is too long never reaches the box or the server. */
  const say = text => same.set_props("scan-text-problem", { children: text });
  const isTooLong = (length, what) => {
    if (length <= MOST_TEXT) return false;
    say(`That is a ${what} of ${length.toLocaleString("en")} characters; give at most ${MOST_TEXT.toLocaleString("en")}, which is 500,000 nt and their names.`);
    return true;
  };
  const LOCKED = "These RNAs are being worked on: wait for the result, or cancel, and give others then.";
  const isLocked = () => {
    const is = byId("scan-text").matches(":disabled");
    if (is) say(LOCKED);
    return is;
  };
  const isPacked = bytes => bytes[0] === 0x1f && bytes[1] === 0x8b;
  const unpacked = async file => {
    const reader = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader(), parts = [];
    for (let size = 0; ;) {
      const { done, value } = await reader.read();
      if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
      parts.push(value);
      size += value.length;
      if (size > 2 * MOST_TEXT) { reader.cancel(); return new Uint8Array(await new Blob(parts).arrayBuffer()); }
    }
  };
  /* As core.rna_scan.fasta.read_text: UTF-8, UTF-16 with its mark, or Latin-1. */
  const textOf = bytes => {
    const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "";
    if (utf16) return new TextDecoder(utf16).decode(bytes);
    try { return new TextDecoder("utf-8", { fatal: true }).decode(bytes); } catch { return new TextDecoder("windows-1252").decode(bytes); }
  };
  /* A late example or large file counts unless the text was changed or scanned meanwhile. */
  let asked = null;
  const begin = () => (asked = { text: byId("scan-text").value });
  const isWanted = mine => asked === mine && byId("scan-text") && byId("scan-text").value === mine.text && !isLocked();
  const take = async file => {
    if (!file || isLocked() || isTooLong(file.size / 2, "file")) return;
    const mine = begin();
    let bytes = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    try { bytes = isPacked(bytes) ? await unpacked(file) : new Uint8Array(await file.arrayBuffer()); }
    catch { return void say("The gzip file is damaged or cut; unpack it, or copy it again."); }
    const text = textOf(bytes);
    if (isWanted(mine) && !isTooLong(text.length, "file")) same.set_props("scan-text", { value: text });
  };
  const chooseFile = () => {
    const chooser = document.createElement("input");
    chooser.type = "file";
    chooser.accept = ".fa,.fasta,.fna,.ffn,.txt,.gz,text/plain";
    chooser.addEventListener("change", () => take(chooser.files[0]));
    chooser.click();
  };
  document.addEventListener("click", event => {
    const button = event.target.closest && event.target.closest("button");
    if (button && button.id === "scan-file") chooseFile();
    if (button && button.id === "scan-example") begin();
  });
  const inAsk = event => event.target.closest && event.target.closest(".scan-ask");
  document.addEventListener("dragover", event => { if (inAsk(event)) event.preventDefault(); });
  document.addEventListener("drop", event => {
    const [file] = (event.dataTransfer || {}).files || [];
    if (!inAsk(event) || !file) return;
    event.preventDefault();
    take(file);
  });
  document.addEventListener("paste", event => {
    if (!inAsk(event)) return;
    if (isTooLong(event.clipboardData.getData("text").length, "text")) { event.preventDefault(); event.stopPropagation(); }
  }, true);

  /* The open item: an RNA, a window of it, or a substitution. */
  const shown = () => props("scan-shown").data || {};
  const look = change => {
    const now = shown(), next = { ...now, ...change };
    if (Object.keys(next).some(key => (next[key] || null) !== (now[key] || null))) same.set_props("scan-shown", { data: next });
  };
  const isAsked = ({ event }) => {
    if (!event || !event.key) return !String(window.getSelection());
    return event.key === "Enter";
  };
  const reveal = () => {
    const panel = byId("scan-window"), before = panel && panel.textContent;
    let tries = 100;
    (function wait() {
      if (!panel || !panel.isConnected || !tries--) return;
      if (panel.textContent === before) return void setTimeout(wait, 100);
      panel.scrollIntoView({ block: "nearest", behavior: "auto" });
    })();
  };
  const open = (window, rna) => {
    look({ open: window, rna, change: null });
    if (rna && props("scan-rna").value !== rna) same.set_props("scan-rna", { value: rna });
    reveal();
  };
  const functions = (window.dashAgGridFunctions ||= {});
  functions.openWindow = params => { if (params.data && isAsked(params)) open(params.data.open, params.data.rna); };
  functions.openChange = params => {
    if (!params.data || !isAsked(params)) return;
    look({ change: params.data.change, open: null });
    reveal();
  };
  functions.isShownWindow = params => Boolean(params.data && params.data.open === shown().open && params.data.rna === (shown().rna || "1"));
  functions.isShownChange = params => Boolean(params.data && params.data.change === shown().change);

  /* The figure: clicks open windows, zooming in brings the letters. */
  const bounds = () => {
    const { sequence } = lettersOf().meta, [low, high] = plot().layout.xaxis.range;
    return [Math.max(1, Math.ceil(low)), Math.min(sequence.length, Math.floor(high)), sequence];
  };
  const lettersOf = () => plot().data.find(one => one.name === "letters");
  /* Long lines are thinned (components/figures/tracks.py); the visible part is drawn whole unless it is too long. */
  const MOST_FINE = 4000;
  const refine = (at, first, last) => {
    const traces = [], xs = [], ys = [];
    at.data.forEach((trace, i) => {
      const { values, first: start, step } = trace.meta || {};
      if (!values) return;
      if (!trace.giaCoarse) trace.giaCoarse = { x: [...trace.x], y: [...trace.y] };
      const low = Math.max(0, Math.floor((first - start) / step) - 1), high = Math.min(values.length - 1, Math.ceil((last - start) / step) + 1);
      const { x, y } = trace.giaCoarse, isFine = high - low <= MOST_FINE;
      if (!isFine && x.length === trace.x.length) return;
      const before = x.findIndex(one => one >= start + low * step), after = x.findIndex(one => one > start + high * step);
      const from = before < 0 ? x.length : before, to = after < 0 ? x.length : after;
      const fine = Array.from({ length: Math.max(0, high - low + 1) }, (_, n) => low + n);
      traces.push(i);
      xs.push(isFine ? [...x.slice(0, from), ...fine.map(n => start + n * step), ...x.slice(to)] : x);
      ys.push(isFine ? [...y.slice(0, from), ...fine.map(n => values[n]), ...y.slice(to)] : y);
    });
    if (traces.length) window.Plotly.restyle(at, { x: xs, y: ys }, traces);
  };
  let drawn = "";
  const drawLetters = () => {
    const at = plot();
    if (!at || !at.data || !lettersOf()) return;
    const trace = at.data.indexOf(lettersOf()), { sequence, colors } = lettersOf().meta, [first, last] = bounds();
    for (const [id, value] of [["scan-from", first], ["scan-to", last]])
      if (props(id).value !== value) same.set_props(id, { value });
    refine(at, first, last);
    const count = last - first + 1 > MOST_LETTERS ? 0 : last - first + 1;
    const x = Array.from({ length: Math.max(0, count) }, (_, i) => first + i), text = x.map(position => sequence[position - 1]);
    const now = `${count && first} ${count} ${text.join("")} ${colors.A}`;
    if (now === drawn && (lettersOf().x || []).length === x.length) return;
    drawn = now;
    window.Plotly.restyle(at, { x: [x], y: [x.map(() => 0)], text: [text], "textfont.color": [text.map(one => colors[one])] }, [trace]);
  };
  const clicked = ({ points: [point] }) => {
    const rna = props("scan-rna").value;
    if (Array.isArray(point.customdata)) return open(point.customdata.join(":"), rna);
    const { model, before } = point.data.meta || {};
    if (model) open(`${model}:${Math.round(point.x) - before}`, rna);
  };
  const listen = (tries = 200) => {
    const at = plot(), events = eventsOf(at);
    if (!events) return tries && byId("scan-figure") && setTimeout(() => listen(tries - 1), 50);
    drawLetters();
    mark();
    if (at.giaHeard === events) return;
    at.giaHeard = events;
    at.on("plotly_click", clicked);
    at.on("plotly_relayout", change => { if (Object.keys(change).some(key => key.startsWith("xaxis"))) drawLetters(); });
  };

  /* Draw a band behind the open window. */
  const mark = () => {
    const at = plot();
    if (!at || !at.layout || !at.layout.shapes || !lettersOf()) return;
    const { open: window_, rna } = shown(), kept = at.layout.shapes.filter(one => one.name !== "open");
    const [, first] = (window_ || "").split(":").map(Number), length = Number(props(FIELD("window")).value) || 41;
    const here = Number.isFinite(first) && first > 0 && (rna || "1") === (props("scan-rna").value || "1");
    if (!here && kept.length === at.layout.shapes.length) return;
    const accent = getComputedStyle(document.documentElement).getPropertyValue("--accent");
    const below = at.layout[at.data.find(one => one.name === "unpaired").yaxis.replace("y", "yaxis")];
    const band = { type: "rect", name: "open", xref: "x", yref: "paper", x0: first - 0.5, x1: first + length - 0.5, y0: below.domain[0], y1: 1,
      layer: "below", fillcolor: accent, opacity: 0.16, line: { width: 0 } };
    window.Plotly.relayout(at, { shapes: here ? [...kept, band] : kept });
  };
  const FIELD = field => ({ type: "scan-field", field });

  same.giaScan = {
    /* Write fields and open item into the address; the RNAs, which are long, come last. */
    remember: (form, looked) => {
      if (!form) return none();
      const { rnas, ...fields } = form.query;
      return same.gia.remember({ path: form.path, query: { ...fields, ...(rnas ? looked : {}), rnas } });
    },

    /* Redraw the open window if RBPs, RNAs or length in the fields change. */
    look: (form, looked) => {
      if (!form) return none();
      const { rbp, rnas, window } = form.query, now = { shown: looked || {}, query: { rbp, rnas, window }, logo: same.gia.logo() };
      const isNewPage = !same.callback_context.triggered.length;
      return !isNewPage && JSON.stringify(now) === JSON.stringify(props("scan-look").data) ? none() : now;
    },

    /* The logo that Explore remembers, too. */
    logo: (value, options) => {
      const now = props("scan-look").data;
      if (!value || !now || value === (now.logo || options[0].value)) return;
      same.gia.keepLogo(value, options);
      same.set_props("scan-look", { data: { ...now, logo: same.gia.logo() } });
    },

    accept: offered => {
      if (!offered || !asked || !isWanted(asked)) return;
      same.set_props("scan-text", { value: offered.text });
      same.set_props(FIELD("variants"), { value: offered.variants });
    },

    listen: () => { listen(); },

    chooseRna: rna => { if (rna && (shown().rna || "1") !== rna) look({ rna, open: null, change: null }); },

    /* Only typed values move the figure: every zoom sets the fields, too. */
    range: (first, last) => {
      if (!["scan-from", "scan-to"].includes((document.activeElement || {}).id) || !plot() || !(first >= 1 && first < last)) return;
      const [low, high] = bounds();
      if (low === first && high === last) return;
      window.Plotly.relayout(plot(), { "xaxis.range": [first - 0.5, last + 0.5] });
    },

    whole: clicks => {
      if (clicks && plot()) window.Plotly.relayout(plot(), { "xaxis.range": [0.5, lettersOf().meta.sequence.length + 0.5] });
    },

    mark: () => {
      mark();
      for (const id of ["scan-peaks", "scan-effects"])
        if (byId(id)) window.dash_ag_grid.getApiAsync(id).then(api => api.redrawRows()).catch(() => {});
    },
  };
})();
