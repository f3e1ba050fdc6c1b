/* The list of conditions on the GIA bench: a React component, so that a name that is being typed and the focus stay where
   they are while numbers arrive. What a row says is made by the server (components/bench/conditions.py). */
(function () {
  const { createElement: h, useEffect, useRef, useState } = window.React;
  const { act } = window.gia_bench;
  const THRESHOLD = 4;       // pixels a pointer moves before a press becomes a drag

  /* The field of a condition's name. The typed text stays until the list has it, even if it was refused. */
  function Name({ row }) {
    const [draft, setDraft] = useState(null);
    useEffect(() => setDraft(null), [row.name]);
    const send = () => {
      if (draft === null) return;
      if (draft.trim() === row.name) setDraft(null); else act({ do: "rename", key: row.key, text: draft });
    };
    return h("input", {
      className: "condition-name", value: draft ?? row.name, placeholder: "Name this condition",
      "aria-label": `Name of condition ${row.number}`, autoComplete: "off",
      onChange: event => setDraft(event.target.value), onBlur: send,
      onKeyDown: event => {
        if (event.key === "Enter") send();
        if (event.key === "Escape") setDraft(null);
      },
    });
  }

  function Result({ result }) {
    return h("span", { className: "model-result" },
      result.title ? h("span", { className: "model-title" }, result.title) : null,
      h("span", { className: "estimate", title: result.about },
        h("strong", null, result.estimate), h("span", { className: "interval" }, `(${result.interval})`)),
      result.difference ? h("span", { className: "difference", title: result.about_difference }, result.difference) : null);
  }

  function Said({ row }) {
    if (row.problem) return h("span", { className: "bench-problem" }, row.problem);
    if (row.waiting) return h("span", { className: "quiet" }, row.waiting);
    return row.results.map((result, index) => h(Result, { key: index, result }));
  }

  function Select({ row }) {
    return h("button", {
      type: "button", className: "condition-select", "aria-pressed": row.active,
      title: row.active ? "On the track" : "Edit this condition on the track",
      onClick: () => act({ do: "select", key: row.key }),
    },
    h("span", { className: "condition-number" }, row.number),
    row.name && !row.active ? h("strong", { className: "condition-named" }, row.name) : null,
    h("span", { className: "condition-text" },
      row.placements.length ? row.placements.map((text, index) => h("code", { key: index }, text))
        : h("em", null, "Empty: drag a motif here"),
      row.label ? h("span", { className: "condition-label" }, row.label) : null),
    h("span", { className: "condition-result" }, h(Said, { row })));
  }

  /* aria-disabled and not disabled, so that the focus stays at an end of the list. */
  function Tools({ row, last, onRemove }) {
    const tool = (step, text, label, off) => h("button", {
      type: "button", className: "bench-tool", title: label, "aria-label": label, "aria-disabled": Boolean(off),
      onClick: () => { if (!off) act({ do: step, key: row.key }); if (step === "remove") onRemove(); },
    }, text);
    return h("div", { className: "condition-tools" },
      tool("up", "↑", `Move condition ${row.number} up`, row.number === 1),
      tool("down", "↓", `Move condition ${row.number} down`, row.number === last),
      tool("duplicate", "Duplicate", `Duplicate condition ${row.number}`),
      tool("remove", "Remove", `Remove condition ${row.number}`));
  }

  /* The row that is being dragged by its grip, {key, y, live, place}; place : the number of rows above it. */
  function useReorder(list) {
    const [drag, setDrag] = useState(null);
    const now = useRef(null);
    const update = next => { now.current = next; setDrag(next); };
    const rows = () => [...list.current.querySelectorAll(".condition")];
    const placeOf = y => rows().map(row => row.getBoundingClientRect()).filter(box => box.top + box.height / 2 < y).length;
    const begin = (event, key) => {
      if (event.button || !event.isPrimary) return;
      event.preventDefault();
      update({ key, y: event.clientY, live: false, place: null });
    };
    const held = Boolean(drag);
    useEffect(() => {
      if (!held) return undefined;
      const move = ({ clientY: y }) => {
        const live = now.current.live || Math.abs(y - now.current.y) > THRESHOLD;
        update({ ...now.current, live, place: live ? placeOf(y) : null });
      };
      const drop = event => {
        const { key, live } = now.current, place = placeOf(event.clientY);
        const from = rows().findIndex(row => Number(row.dataset.key) === key);
        const to = place > from ? place - 1 : place;                    // as counted without the row
        update(null);
        if (live && from >= 0 && to !== from) act({ do: "move", key, to });
      };
      const cancel = event => { if (event.type !== "keydown" || event.key === "Escape") update(null); };
      /** @type {[string, any][]} */
      const wired = [["pointermove", move], ["pointerup", drop], ["pointercancel", cancel], ["keydown", cancel]];
      wired.forEach(([name, listener]) => window.addEventListener(name, listener));
      return () => wired.forEach(([name, listener]) => window.removeEventListener(name, listener));
    }, [held]);
    return { drag: drag && drag.live ? drag : null, begin };
  }

  function Row({ row, last, drag, begin, onRemove }) {
    const before = drag && drag.place === row.number - 1, after = drag && row.number === last && drag.place === last;
    const marks = [row.active ? "active" : "", drag && drag.key === row.key ? "lifted" : "",
      before ? "drop-before" : "", after ? "drop-after" : ""];
    return h("div", {
      className: ["condition", ...marks].filter(Boolean).join(" "), "data-condition": row.number, "data-key": row.key,
    },
    h("span", {
      className: "condition-grip", title: "Drag to reorder", "aria-hidden": true,
      onPointerDown: event => begin(event, row.key),
    }, "⠿"),
    row.active ? h(Name, { row }) : null,
    h(Select, { row }),
    h(Tools, { row, last, onRemove }));
  }

  function ConditionList({ id, rows }) {
    const list = useRef(null), removed = useRef(false);
    const { drag, begin } = useReorder(list);
    useEffect(() => {                                                   // move the focus from a removed row
      if (removed.current && document.activeElement === document.body)
        list.current.querySelector(".condition.active .condition-select").focus();
      removed.current = false;
    }, [rows.length]);
    const active = rows.find(row => row.active);
    useEffect(() => {                                                   // scroll to the condition on the track
      const row = list.current.querySelector(".condition.active");
      if (!row) return;
      const box = list.current.getBoundingClientRect(), at = row.getBoundingClientRect();
      list.current.scrollTop += Math.min(0, at.top - box.top) || Math.max(0, Math.min(at.bottom - box.bottom, at.top - box.top));
    }, [active && active.key]);
    const onRemove = () => { removed.current = true; };
    return h("div", { id, ref: list, className: "conditions" },
      rows.map(row => h(Row, { key: row.key, row, last: rows.length, drag, begin, onRemove })));
  }

  window.gia_components = Object.assign(window.gia_components || {}, { ConditionList });
})();
