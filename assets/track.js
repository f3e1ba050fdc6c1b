/* How the drag-and-drop track of the GIA bench looks: a React component without a build step (React comes with Dash).
   What it knows and can do stands in bench_state.js. */
(function () {
  const { createElement: h, useRef } = window.React;
  const { activeItem, end, span, write, useDraft, useDrag, useEdits, useKeys, useSend } = window.gia_bench;

  const LOW_COVERAGE = 0.5;  // below this share of probes the model is guessing
  const HELP = "Drag a motif onto the track, or click it to place it. Drag it off to remove it; arrow keys move it.";

  const Letters = ({ pattern }) => [...pattern].map((letter, index) =>
    h("span", { key: index, className: letter === "N" ? "nt hole" : `nt nt-${letter}` }, letter));

  function Chip({ motif, onPlace, onDrop, begin }) {
    const { pattern, name, importance, own } = motif;
    const number = importance === null || importance === undefined ? null : importance.toFixed(2).replace("-", "−");
    const label = [own ? `Own pattern ${pattern}` : name ? `${name} ${pattern}` : pattern,
      number === null ? "" : `, global importance ${number}`, ". Drag it onto the track, or press Enter to place it."];
    return h("span", { className: "motif-box" },
      h("button", {
        type: "button", className: "motif-chip", "data-pattern": pattern, "aria-label": label.join(""),
        onPointerDown: event => begin(event, { pattern }), onClick: () => onPlace(pattern),
      }, name ? h("span", { className: "motif-name" }, name) : null,
      h("code", null, h(Letters, { pattern })), number === null ? null : h("span", { className: "motif-number" }, number)),
      own ? h("button", {
        type: "button", className: "motif-drop", title: "Take out of the palette",
        "aria-label": `Take ${pattern} out of the palette`, onClick: () => onDrop(pattern),
      }, "×") : null);
  }

  function Field({ id, label, name, value, draft, placeholder, button, onSend }) {
    const text = draft.text === null ? value : draft.text;
    const submit = event => { event.preventDefault(); draft.sent(text, onSend(text)); };
    return h("form", { className: "track-field", onSubmit: submit },
      h("label", { htmlFor: `${id}-${name}` }, label),
      h("div", { className: "track-field-row" },
        h("input", {
          id: `${id}-${name}`, value: text, placeholder,
          spellCheck: false, autoComplete: "off", autoCapitalize: "characters",
          "aria-invalid": Boolean(draft.problem), "aria-describedby": `${id}-${name}-problem`,
          onChange: event => draft.type(event.target.value),
          onKeyDown: event => { if (event.key === "Escape") draft.forget(); },
        }),
        h("button", { type: "submit" }, button)),
      h("p", { id: `${id}-${name}-problem`, className: "track-problem", role: "alert" }, draft.problem));
  }

  function Coverage({ coverage }) {
    if (!coverage || !coverage.length) return null;
    const few = coverage.map((share, index) => (share < LOW_COVERAGE ? index + 1 : 0)).filter(Boolean);
    const where = few.length ? `Fewer than half of the probes reach positions ${ranges(few)}` : "Few probes reach the ends";
    const label = `Share of probes that cover each position. ${where}.`;
    return h("div", { className: "coverage" },
      h("div", { className: "coverage-strip", role: "img", "aria-label": label },
        coverage.map((share, index) => h("span", {
          key: index, className: share < LOW_COVERAGE ? "low" : "", style: { "--share": share },
          title: `Position ${index + 1}: ${Math.round(share * 100)}% of the probes`,
        }))),
      h("p", { className: "coverage-note" },
        h("b", null, "Probes that cover each position. "), `${where}; the model is guessing there.`));
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

  function Cells({ length }) {
    return Array.from({ length }, (_, index) => {
      const number = index + 1, ticked = number === 1 || number % 5 === 0;
      const className = `cell${number % 5 === 0 ? " five" : ""}`;
      return h("div", { key: number, className, "data-position": number, "aria-hidden": true },
        h("span", { className: "any" }, "N"), ticked ? h("span", { className: "tick" }, number) : null);
    });
  }

  function Preview({ p, length, blocked, label }) {
    const kind = blocked ? "blocked" : "free";
    return h("div", { className: `preview ${kind}`, style: at(p, length), "data-preview": kind },
      h("span", null, label || (p.pattern.length > 1 ? `${p.position}–${end(p)}` : p.position)));
  }

  function Palette({ palette, bench, send, say, begin, onPlace }) {
    const motifs = [...palette, ...bench.patterns.map(pattern => ({ pattern, own: true }))];
    const onDrop = pattern => { send({ do: "drop_pattern", pattern }); say(`${pattern} taken out of the palette.`); };
    return h("div", { className: "palette", role: "group", "aria-label": "Motifs to place" },
      motifs.map(motif => h(Chip, { key: `${motif.pattern} ${motif.own || ""}`, motif, begin, onPlace, onDrop })));
  }

  /* What can be typed: the condition in text form, and an own pattern for the palette. */
  function Fields({ id, bench, item, number, text, textDraft, send }) {
    const patternDraft = useDraft(bench, "pattern", null);
    return h("div", { className: "track-fields" },
      h(Field, {
        id, name: "condition", label: `Condition ${number} as text`, placeholder: "UGCAUG@4,UGCAUG@11",
        button: "Apply", value: text, draft: textDraft,
        onSend: given => send({ do: "write", key: item.key, text: given }),
      }),
      h(Field, {
        id, name: "pattern", label: "Own pattern (N leaves the background’s letter)", placeholder: "such as GCNNGC",
        button: "Add", value: "", draft: patternDraft,
        onSend: given => send({ do: "add_pattern", text: given }),
      }));
  }

  function Track({ track, length, label, edits, drag, begin, onKey, coverage }) {
    const { placements, selected, select, refused } = edits;
    const motif = p => h("button", {
      key: p.key, type: "button", style: at(p, length),
      "data-key": p.key, "data-pattern": p.pattern, "data-position": p.position,
      className: `placed${drag && drag.key === p.key ? " lifted" : ""}${selected === p.key ? " selected" : ""}`,
      "aria-label": `${p.pattern} at ${span(p)}. Arrow keys move it, Shift with an arrow by 5, Delete removes it.`,
      onPointerDown: event => begin(event, p), onKeyDown: event => onKey(event, p),
      onFocus: () => select(p.key), onClick: () => select(p.key),
    }, h(Letters, { pattern: p.pattern }));
    const probeEnd = text => h("span", { className: "end-label", "aria-hidden": true }, text);
    const className = `track${drag && drag.over ? " over" : ""}`;
    return h("div", { className: "track-frame" }, probeEnd("5′"),
      h("div", { className: "track-column" },
        h("div", { ref: track, className, style: { "--n": length }, role: "group", "aria-label": label },
          h(Cells, { length }), placements.map(motif),
          placements.length || drag ? null : h("p", { className: "track-hint" }, "drag a motif here"),
          drag && drag.over ? h(Preview, { p: drag, length, blocked: Boolean(drag.blocker) }) : null,
          refused && !drag ? h(Preview, { p: refused, length, blocked: true, label: "no room" }) : null),
        h(Coverage, { coverage })),
      probeEnd("3′"));
  }

  function Foot({ edits }) {
    const { placements, selected, said, step, takeOff } = edits;
    const chosen = placements.find(p => p.key === selected);
    const button = (label, text, onClick) =>
      h("button", { type: "button", "aria-label": label, title: label, onClick }, text);
    return h("div", { className: "track-foot" },
      h("p", { className: "track-said", role: "status", "aria-live": "polite" },
        said || h("span", { className: "track-help" }, HELP)),
      chosen ? h("div", { className: "nudge", role: "group", "aria-label": `Move ${chosen.pattern}` },
        h("code", null, `${chosen.pattern}@${chosen.position}`),
        button(`Move ${chosen.pattern} one position left`, "←", () => step(chosen, -1)),
        button(`Move ${chosen.pattern} one position right`, "→", () => step(chosen, 1)),
        button(`Remove ${chosen.pattern} from the track`, "Remove", () => takeOff(chosen))) : null);
  }

  function Ghost({ drag }) {
    const leaving = drag.key && !drag.over;
    const className = `ghost${drag.touch ? " touch" : ""}${leaving ? " leaving" : ""}`;
    return h("div", { className, style: { left: drag.x, top: drag.y } },
      h(Letters, { pattern: drag.pattern }), leaving ? h("small", null, "let go to remove") : null);
  }

  function MotifTrack(props) {
    const { id, length, palette, coverage, document: bench } = props;
    const root = useRef(null), track = useRef(null);
    const send = useSend(props);
    const item = activeItem(bench), number = bench.conditions.indexOf(item) + 1;
    const draft = useDraft(bench, "condition", bench.active);
    const edits = useEdits({ bench, length, send, onChange: draft.forget });
    const { drag, begin, wasDrag } = useDrag(track, length, bench.active, edits.placements, edits.drop);
    const { onKey, focus } = useKeys(root, edits, length);
    const onPlace = pattern => { if (!wasDrag()) focus(edits.placeAnywhere(pattern)); };
    const label = `Condition ${number} on a probe of ${length} positions`;

    return h("div", { id, ref: root, className: `motif-track${drag ? " dragging" : ""}` },
      h(Palette, { palette, bench, send, say: edits.say, begin, onPlace }),
      h(Track, { track, length, label, edits, drag, begin, onKey, coverage }),
      h(Foot, { edits }),
      h(Fields, { id, bench, item, number, text: write(edits.placements), textDraft: draft, send }),
      drag ? h(Ghost, { drag }) : null);
  }

  window.gia_components = Object.assign(window.gia_components || {}, { MotifTrack });
})();
