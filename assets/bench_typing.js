/* What can be typed on the GIA bench beside the track: conditions and patterns, stems, own sequences, and what a
   protocol asks for. What is wrong with a background or a protocol is said above, where these are chosen. */
(function () {
  const { createElement: h } = window.React;
  const { useDraft } = window.gia_bench;
  const PROBLEMS = "bench-fields-problem";

  function Field({ id, label, name, value, draft, placeholder, title, button, onSend }) {
    const text = draft.text === null ? value : draft.text;
    const submit = event => { event.preventDefault(); draft.sent(text, onSend(text)); };
    return h("form", { className: "track-field", onSubmit: submit },
      h("label", { htmlFor: `${id}-${name}` }, label),
      h("div", { className: "track-field-row" },
        h("input", {
          id: `${id}-${name}`, value: text, placeholder, title,
          spellCheck: false, autoComplete: "off", autoCapitalize: "characters",
          "aria-invalid": Boolean(draft.problem), "aria-describedby": `${id}-${name}-problem`,
          onChange: event => draft.type(event.target.value),
          onKeyDown: event => { if (event.key === "Escape") draft.forget(); },
        }),
        h("button", { type: "submit" }, button)),
      h("p", { id: `${id}-${name}-problem`, className: "track-problem", role: "alert" }, draft.problem));
  }

  /* Several lines of text, or two short texts, with one button that sends them. */
  function Form({ className, onSubmit, children, button, onCancel }) {
    const submit = event => { event.preventDefault(); onSubmit(); };
    return h("form", { className: `track-field bench-form ${className}`, onSubmit: submit }, children,
      h("div", { className: "track-field-row" }, h("button", { type: "submit" }, button),
        onCancel ? h("button", { type: "button", onClick: onCancel }, "Cancel") : null));
  }

  const plain = draft => ({
    spellCheck: false, autoComplete: "off", autoCapitalize: "characters",
    "aria-invalid": Boolean(draft.problem), "aria-describedby": PROBLEMS,
    onKeyDown: event => { if (event.key === "Escape") draft.forget(); },
  });

  function Lines({ id, label, placeholder, value, draft, button, onSend, onCancel }) {
    const text = draft.text === null ? value : draft.text;
    return h(Form, { className: "lines", button, onCancel, onSubmit: () => draft.sent(text, onSend(text)) },
      h("label", { htmlFor: id }, label),
      h("textarea", {
        id, value: text, placeholder, rows: 2, ...plain(draft), onChange: event => draft.type(event.target.value),
      }));
  }

  /* The two stretches of the stem change together, because they must have the same length. */
  function Stem({ id, bench, send }) {
    const { stem, kind } = bench.view;
    const draft = useDraft(bench, "background", kind);
    if (!stem) return null;
    const [left, right] = (draft.text === null ? stem.map(ends => ends.join("-")).join(",") : draft.text).split(",");
    const submit = () => {
      const text = `${left},${right}`;
      draft.sent(text, send({ do: "set", field: "background", value: `stem-loop:${text}` }));
    };
    const input = (name, label, value, joined) => h("span", { key: name, className: "stretch" },
      h("label", { htmlFor: `${id}-${name}` }, label),
      h("input", {
        id: `${id}-${name}`, value, ...plain(draft),
        onChange: event => draft.type(joined(event.target.value.replaceAll(",", ""))),
      }));
    return h(Form, { className: "stem", button: "Apply", onSubmit: submit },
      input("stem", "Stem, positions", left, text => `${text},${right}`),
      input("partner", "pairs with", right, text => `${left},${text}`));
  }

  /* The input that the chosen background model or protocol needs. */
  function Given({ id, bench, send }) {
    const { sequences, ask } = bench.view;
    const background = useDraft(bench, "background", bench.view.kind);
    const asked = useDraft(bench, "preset", bench.preset);
    return [
      sequences === null ? null : h(Lines, {
        key: "sequences", id: `${id}-sequences`, label: "Own sequences, one a line or as FASTA (T reads as U)",
        placeholder: "GGACUUAGCAUGCUAAGCAUUGG", value: sequences, draft: background, button: "Use",
        onSend: text => send({ do: "set", field: "background", value: `sequences:${text}` }),
      }),
      ask ? h(Lines, {
        key: "ask", id: `${id}-ask`, label: ask.label, placeholder: ask.placeholder, value: ask.text, draft: asked,
        button: "Load", onSend: given => send({ do: "load", preset: ask.preset, given }),
        onCancel: () => send({ do: "load", preset: "" }),
      }) : null,
    ];
  }

  Object.assign(window.gia_bench, { Field, Given, Stem });
})();
