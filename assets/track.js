/* The drag-and-drop track of the GIA bench: a React component without a build step (React comes with Dash).
   What it knows and can do stands in bench_state.js, what can be typed in bench_typing.js. */
(function () {
  const { createElement: h, useRef } = window.React;
  const { activeItem, end, moves, place, span, write } = window.gia_bench;
  const { useDraft, useDrag, useEdits, useKept, useKeys, usePreview, useSend, Field, Given, Stem } = window.gia_bench;

  const LOW_COVERAGE = 0.5;  // below this share of probes the model is guessing
  const HELP = "Hold a motif over the track: the plot shows what it adds there. Let go to keep it, or off the track to remove it. "
    + "Clicks and arrow keys work, too.";

  /* IUPAC letters of patterns that are drawn anew in each background, and their meaning. */
  const DRAWN = {
    R: "A or G", Y: "C or U", S: "C or G", W: "A or U", K: "G or U", M: "A or C",
    B: "C, G or U", D: "A, G or U", H: "A, C or U", V: "A, C or G",
  };
  const letterClass = letter => (letter === "N" ? "nt hole" : DRAWN[letter] ? "nt drawn" : `nt nt-${letter}`);

  const Letters = ({ pattern }) => [...pattern].map((letter, index) => h("span", {
    key: index, className: letterClass(letter),
    title: DRAWN[letter] ? `${letter}: ${DRAWN[letter]}, drawn in each background` : undefined,
  }, letter));

  /* A motif of the palette. tools : [{sign, label, run}], small buttons at its end. */
  function Chip({ motif, onPlace, begin, tools }) {
    const { pattern, name, importance, title } = motif;
    const number = importance === null || importance === undefined ? null : importance.toFixed(2).replace("-", "−");
    const label = [name ? `${name} ${pattern}` : pattern, number === null ? "" : `, global importance ${number}`,
      title ? `. ${title}` : "", ". Drag it onto the track, or press Enter to place it."];
    return h("span", { className: "motif-box" },
      h("button", {
        type: "button", className: "motif-chip", "data-pattern": pattern, "aria-label": label.join(""), title,
        onPointerDown: event => begin(event, { pattern }), onClick: () => onPlace(pattern),
      }, name ? h("span", { className: "motif-name" }, name) : null,
      h("code", null, h(Letters, { pattern })), number === null ? null : h("span", { className: "motif-number" }, number)),
      (tools || []).map(tool => h("button", {
        key: tool.label, type: "button", className: "motif-tool", title: tool.label, "aria-label": tool.label,
        onClick: tool.run,
      }, tool.sign)));
  }

  const fewAt = coverage => (coverage || []).map((share, index) => (share < LOW_COVERAGE ? index + 1 : 0)).filter(Boolean);
  const FEW = "Fewer than half of the probes reach positions";

  function Coverage({ coverage }) {
    if (!coverage || !coverage.length) return null;
    const few = fewAt(coverage);
    const where = few.length ? ` ${FEW} ${ranges(few)}; the model is guessing there.` : "";
    return h("div", { className: "coverage-strip", role: "img", "aria-label": `Share of probes that cover each position.${where}` },
      coverage.map((share, index) => h("span", {
        key: index, className: share < LOW_COVERAGE ? "low" : "", style: { "--share": share },
        title: `Position ${index + 1}: ${Math.round(share * 100)}% of the probes`,
      })),
      h("small", { className: "coverage-name", "aria-hidden": true }, "probes that reach each position"));
  }

  /* Warn if a motif is on positions that few probes reach. */
  function guessing(placements, coverage) {
    const few = fewAt(coverage);
    const stands = placements.some(p => !moves(p) && few.some(at => p.position <= at && at <= end(p)));
    return stands ? `${FEW} ${ranges(few)}; the model is guessing there.` : "";
  }

  function ranges(numbers) {
    const runs = [];
    for (const n of numbers) {
      const run = runs[runs.length - 1];
      if (run && run[1] === n - 1) run[1] = n; else runs.push([n, n]);
    }
    return runs.map(([a, b]) => (a === b ? `${a}` : `${a} to ${b}`)).join(" and ");
  }

  const at = (p, length) => ({
    left: `${((p.position - 1) * 100) / length}%`, width: `${(p.pattern.length * 100) / length}%`,
  });

  function Cells({ length, view }) {
    const isStem = number => (view.stem || []).some(([first, last]) => first <= number && number <= last);
    return Array.from({ length }, (_, index) => {
      const number = index + 1, ticked = number === 1 || number % 5 === 0;
      const className = `cell${number % 5 === 0 ? " five" : ""}${isStem(number) ? " stem" : ""}`;
      const letter = view.letters ? view.letters[index] : "N";
      return h("div", { key: number, className, "data-position": number, "aria-hidden": true },
        h("span", { className: letter === "N" ? "any" : "any given" }, letter),
        ticked ? h("span", { className: "tick" }, number) : null);
    });
  }

  /* The pairs of stem-loop backgrounds: an arc over each pair, a bracket over each stretch. */
  function Arcs({ stem, length }) {
    if (!stem) return null;
    const [[first, inner], [innerRight, last]] = stem, height = 10;
    const arc = step => {
      const from = first + step - 0.5, to = last - step - 0.5;
      const top = height * (1 - 1.3 * (to - from) / (last - first));
      return h("path", { key: step, d: `M${from} ${height}C${from} ${top} ${to} ${top} ${to} ${height}` });
    };
    const bracket = ([from, to]) =>
      h("path", { key: `b${from}`, className: "bracket", d: `M${from - 1} ${height}H${to}` });
    const label = `Stem: positions ${first} to ${inner} pair with ${innerRight} to ${last}`;
    const viewBox = `0 0 ${length} ${height}`;
    return h("svg", { className: "arcs", role: "img", "aria-label": label, viewBox, preserveAspectRatio: "none" },
      Array.from({ length: inner - first + 1 }, (_, step) => arc(step)), stem.map(bracket));
  }

  /* Motifs at a random position in each background. */
  function Anywhere({ motifs, drag, begin, onKey, select, selected }) {
    if (!motifs.length) return null;
    const chip = p => h("button", {
      key: p.key, type: "button", "data-key": p.key, "data-pattern": p.pattern,
      className: `anywhere${drag && drag.key === p.key ? " lifted" : ""}${selected === p.key ? " selected" : ""}`,
      "aria-label": `${p.pattern} at a random position. Drag it onto the track to fix it, Delete removes it.`,
      onPointerDown: event => begin(event, p), onKeyDown: event => onKey(event, p),
      onFocus: () => select(p.key), onClick: () => select(p.key),
    }, h(Letters, { pattern: p.pattern }));
    return h("div", { className: "anywhere-slot", role: "group", "aria-label": "At a random position" },
      h("span", null, "Anywhere, another position in each background:"), motifs.map(chip));
  }

  function Preview({ p, length, blocked, label }) {
    const kind = blocked ? "blocked" : "free";
    return h("div", { className: `preview ${kind}`, style: at(p, length), "data-preview": kind },
      h("span", null, label || (p.pattern.length > 1 ? `${p.position}–${end(p)}` : p.position)));
  }

  /* The palette in groups: patterns of the server, then of the person, then those that this browser keeps. */
  function Palette({ palette, bench, send, say, begin, onPlace, kept }) {
    const drop = pattern => { send({ do: "drop_pattern", pattern }); say(`${pattern} taken out of the palette.`); };
    const forget = pattern => { kept.forget(pattern); say(`${pattern} is kept no longer.`); };
    const keep = pattern => { kept.keep(pattern); say(`${pattern} is kept in this browser, for every RBP.`); };
    const isKept = pattern => kept.patterns.includes(pattern);
    const toForget = pattern => ({ sign: "★", label: `Keep ${pattern} no longer`, run: () => forget(pattern) });
    const toKeep = pattern => ({ sign: "☆", label: `Keep ${pattern} for every RBP`, run: () => keep(pattern) });
    const toDrop = pattern => ({ sign: "×", label: `Take ${pattern} out of the palette`, run: () => drop(pattern) });
    const offered = palette.map(({ name, motifs }) => ({ name, motifs: motifs.map(motif =>
      (isKept(motif.pattern) ? { ...motif, tools: [toForget(motif.pattern)] } : motif)) }));
    const mine = bench.patterns.map(pattern =>
      ({ pattern, tools: [isKept(pattern) ? toForget(pattern) : toKeep(pattern), toDrop(pattern)] }));
    const saved = kept.patterns.map(pattern => ({ pattern, tools: [toForget(pattern)] }));
    const groups = once([...offered, { name: "Own patterns", motifs: mine }, { name: "Kept for every RBP", motifs: saved }]);
    return h("div", { className: "palette", role: "group", "aria-label": "Motifs to place" },
      groups.map(({ name, motifs }) => h("div", { key: name, className: "palette-group", role: "group", "aria-label": name },
        h("span", { className: "palette-name" }, name),
        h("div", { className: "palette-motifs" }, motifs.map(({ tools, ...motif }) =>
          h(Chip, { key: motif.pattern, motif, begin, onPlace, tools }))))));
  }

  /* Return groups without repeated motifs (the first group keeps each) and without empty groups. */
  function once(groups) {
    const seen = new Set();
    return groups
      .map(group => ({ ...group, motifs: group.motifs.filter(({ pattern }) => !seen.has(pattern) && seen.add(pattern)) }))
      .filter(group => group.motifs.length);
  }

  /* Text fields: the condition, a pattern for the palette, and the stem of stem-loops. */
  function Fields({ id, bench, item, number, text, textDraft, send }) {
    const patternDraft = useDraft(bench, "pattern", null);
    return h("div", { className: "track-fields" },
      h(Field, {
        id, name: "condition", label: `Condition ${number} as text`, placeholder: "UGCAUG@4,UGCAUG@11",
        button: "Apply", value: text, draft: textDraft,
        onSend: given => send({ do: "write", key: item.key, text: given }),
      }),
      h(Field, {
        id, name: "pattern", label: "Own pattern",
        placeholder: "such as GCNNGC or YGCY", title: "N leaves the background's letter; R is A or G, Y is C or U, …",
        button: "Add", value: "", draft: patternDraft,
        onSend: given => send({ do: "add_pattern", text: given }),
      }),
      h(Stem, { id, bench, send }));
  }

  function Track({ track, length, label, view, edits, drag, begin, onKey, coverage }) {
    const { placements, selected, select, refused } = edits;
    const fixed = placements.filter(p => !moves(p)), motifs = placements.filter(moves);
    const motif = p => h("button", {
      key: p.key, type: "button", style: at(p, length),
      "data-key": p.key, "data-pattern": p.pattern, "data-position": p.position,
      className: `placed${drag && drag.key === p.key ? " lifted" : ""}${selected === p.key ? " selected" : ""}`,
      "aria-label": `${p.pattern} at ${span(p)}. Arrow keys move it, Shift with an arrow by 5, Delete removes it.`,
      onPointerDown: event => begin(event, p), onKeyDown: event => onKey(event, p),
      onFocus: () => select(p.key), onClick: () => select(p.key),
    }, h(Letters, { pattern: p.pattern }));
    const probeEnd = (text, name) => h("span", { className: `end-label ${name}`, "aria-hidden": true }, text);
    const className = `track${drag && drag.over ? " over" : ""}`;
    return h("div", { className: "track-frame" },
      h("div", { className: "above" },
        h(Anywhere, { motifs, drag, begin, onKey, select, selected }), h(Arcs, { stem: view.stem, length })),
      probeEnd("5′", "first"),
      h("div", { className: "track-column" },
        h("div", { ref: track, className, style: { "--n": length }, role: "group", "aria-label": label },
          h(Cells, { length, view }), fixed.map(motif),
          placements.length || drag ? null : h("p", { className: "track-hint" }, "drag a motif here"),
          drag && drag.over ? h(Preview, { p: drag, length, blocked: Boolean(drag.blocker) }) : null,
          refused && !drag ? h(Preview, { p: refused, length, blocked: true, label: "no room" }) : null),
        h(Coverage, { coverage })),
      probeEnd("3′", "last"));
  }

  function Foot({ edits, kept, coverage }) {
    const { placements, selected, said, step, loosen, takeOff } = edits;
    const chosen = placements.find(p => p.key === selected);
    const button = (label, text, onClick) =>
      h("button", { key: text, type: "button", "aria-label": label, title: label, onClick }, text);
    const warning = guessing(placements, coverage);
    return h("div", { className: "track-foot" },
      h("p", { className: "track-said", role: "status", "aria-live": "polite" },
        said || (warning ? null : h("span", { className: "track-help" }, HELP))),
      warning ? h("p", { className: "coverage-note" }, warning) : null,
      chosen ? h("div", { className: "nudge", role: "group", "aria-label": `Move ${chosen.pattern}` },
        h("code", null, place(chosen)),
        moves(chosen) ? null : [
          button(`Move ${chosen.pattern} one position left`, "←", () => step(chosen, -1)),
          button(`Move ${chosen.pattern} one position right`, "→", () => step(chosen, 1)),
          button(`Put ${chosen.pattern} at a random position in each background`, "Anywhere", () => loosen(chosen)),
        ],
        kept.patterns.includes(chosen.pattern) ? null
          : button(`Keep ${chosen.pattern} for every RBP`, "☆ Keep", () => kept.keep(chosen.pattern)),
        button(`Remove ${chosen.pattern} from the track`, "Remove", () => takeOff(chosen))) : null);
  }

  function Ghost({ drag }) {
    const leaving = drag.key && !drag.over;
    const className = `ghost${drag.touch ? " touch" : ""}${leaving ? " leaving" : ""}`;
    return h("div", { className, style: { left: drag.x, top: drag.y } },
      h(Letters, { pattern: drag.pattern }), leaving ? h("small", null, "let go to remove") : null);
  }

  function MotifTrack(props) {
    const { id, length, palette, coverage, state: bench } = props;
    const root = useRef(null), track = useRef(null);
    const send = useSend(props);
    const item = activeItem(bench), number = bench.conditions.indexOf(item) + 1;
    const draft = useDraft(bench, "condition", bench.active);
    const edits = useEdits({ bench, length, send, onChange: draft.forget });
    const kept = useKept();
    const { drag, begin, wasDrag } = useDrag(track, length, bench.active, edits.placements, edits.drop);
    usePreview(bench, drag, edits.placements);
    const { onKey, focus } = useKeys(root, edits, length);
    const onPlace = pattern => { if (!wasDrag()) focus(edits.placeAnywhere(pattern)); };
    const label = `Condition ${number} on a probe of ${length} positions`;

    return h("div", { id, ref: root, className: `motif-track${drag ? " dragging" : ""}` },
      h(Given, { id, bench, send }),
      h(Palette, { palette, bench, send, say: edits.say, begin, onPlace, kept }),
      h(Track, { track, length, label, view: bench.view, edits, drag, begin, onKey, coverage }),
      h(Foot, { edits, kept, coverage }),
      h(Fields, { id, bench, item, number, text: write(edits.placements), textDraft: draft, send }),
      drag ? h(Ghost, { drag }) : null);
  }

  window.gia_components = Object.assign(window.gia_components || {}, { MotifTrack });
})();
