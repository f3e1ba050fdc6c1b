/* State and edits of the drag-and-drop track of the GIA bench, as React hooks; track.js draws it.
   Positions count from 1, as in the text form of a condition, which is all that goes to and comes from the server;
   a position of null is a random one in each background.
   A gesture changes the track at once and is sent as a numbered action; the server's word on the placements counts only
   when it has seen the last one (state.revision), so a slow answer never undoes a newer drag. */
(function () {
  const { useEffect, useRef, useState } = window.React;
  const { letGo, look, rest } = window.gia_bench;

  const START = 18;          // first position that Enter tries: the middle, as in the paper for single motifs
  const THRESHOLD = 4;       // pixels a pointer moves before a press becomes a drag
  const MARGIN = 28;         // pixels around the track that still count as over it
  const REFUSAL = 1500;      // milliseconds for which a refused place stays marked

  /* Placements: {key, pattern, position}; the key stays with a placement while it moves. */
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
  const end = p => p.position + p.pattern.length - 1;
  const lastStart = (pattern, length) => length - pattern.length + 1;
  const moves = p => p.position === null;
  const fixedSpan = p => (p.pattern.length > 1 ? `positions ${p.position} to ${end(p)}` : `position ${p.position}`);
  const span = p => (moves(p) ? "a random position" : fixedSpan(p));
  const meets = (p, q) => !moves(p) && !moves(q) && q.position <= end(p) && p.position <= end(q);
  const inTheWay = (placements, p) => placements.find(q => q.key !== p.key && meets(p, q));
  const byPosition = placements => [...placements].sort((a, b) =>
    Number(moves(a)) - Number(moves(b)) || a.position - b.position || (a.pattern < b.pattern ? -1 : 1));
  const place = p => `${p.pattern}@${moves(p) ? "*" : p.position}`;
  const write = placements => byPosition(placements).map(place).join(",");
  const parse = text => (text ? text.split(",") : []).map(one => {
    const [pattern, position] = one.split("@");
    return { pattern, position: position === "*" ? null : Number(position) };
  });

  function firstFree(placements, pattern, length) {
    const starts = lastStart(pattern, length);
    for (let step = 0; step < starts; step++) {
      const position = (Math.min(START, starts) - 1 + step) % starts + 1;
      if (!inTheWay(placements, { pattern, position })) return position;
    }
    return null;
  }

  const activeItem = bench => bench.conditions.find(item => item.key === bench.active) || { key: 0, text: "" };

  /* Number an action, keep it until the server has seen it, and hand all such actions to Dash. */
  function useSend({ state: bench, setProps }) {
    const waiting = useRef([]);
    const revision = useRef(0);
    revision.current = bench.revision;
    return action => {
      const number = action.number || window.gia_bench.next();
      waiting.current = [...waiting.current.filter(one => one.number > revision.current), { number, ...action }];
      setProps({ actions: waiting.current });
      return number;
    };
  }

  /* The placements to show: those of the browser until the server has seen the last change, then those of the state. */
  function usePlacements(bench, send) {
    const known = useRef([]);
    const nextKey = useRef(1);
    const [mine, setMine] = useState(null);
    const item = activeItem(bench);
    const ahead = mine && mine.condition === item.key && mine.number > bench.revision;
    const left = [...known.current];
    const shown = parse(ahead ? mine.text : item.text).map(p => {
      const index = left.findIndex(q => q.pattern === p.pattern && q.position === p.position);
      return { ...p, key: index < 0 ? `m${nextKey.current++}` : left.splice(index, 1)[0].key };
    });
    known.current = shown;
    const change = placements => {
      known.current = placements;
      const text = write(placements), number = window.gia_bench.next();
      letGo(text, number);                                              // the plot is asked for before anything else
      send({ number, do: "write", key: item.key, text });
      setMine({ condition: item.key, text, number });
    };
    const newKey = () => `m${nextKey.current++}`;
    return [shown, change, newKey];
  }

  /* The text being typed into a field, kept until the server has taken it; null if there is none.
     scope: what the text is about; it is put aside while that is not shown. */
  function useDraft(bench, field, scope) {
    const [draft, setDraft] = useState(null);
    const mine = draft && draft.scope === scope ? draft : null;
    const settled = mine && mine.number && bench.revision >= mine.number;
    const problem = (settled && bench.problems[field]) || "";
    return {
      text: mine && (!settled || problem) ? mine.text : null,
      problem,
      type: text => setDraft({ text, scope, number: null }),
      sent: (text, number) => setDraft({ text, scope, number }),
      forget: () => setDraft(null),
    };
  }

  /* The drag in progress: {pattern, key?, x, y, live, over, position, blocker}, or null. */
  function useDrag(track, length, condition, placements, drop) {
    const [drag, setDrag] = useState(null);
    const now = useRef({});
    Object.assign(now.current, { drag, placements, drop });
    const justDragged = useRef(false);
    const update = next => { now.current.drag = next; setDrag(next); };
    useEffect(() => update(null), [condition]);                         // another condition is on the track

    const begin = (event, item) => {
      justDragged.current = false;
      if (event.button || !event.isPrimary) return;
      const cell = track.current.getBoundingClientRect().width / length;
      const left = event.currentTarget.getBoundingClientRect().left;
      const grab = item.key && !moves(item) ? (event.clientX - left) / cell : item.pattern.length / 2;
      const { clientX: x, clientY: y } = event;
      update({ ...item, grab, x, y, x0: x, y0: y, touch: event.pointerType !== "mouse", pointer: event.pointerId });
    };

    const moved = (held, event) => {
      const { clientX: x, clientY: y } = event;
      const box = track.current.getBoundingClientRect();
      const over = x > box.left - MARGIN && x < box.right + MARGIN && y > box.top - MARGIN && y < box.bottom + MARGIN;
      const raw = Math.round((x - box.left) / (box.width / length) - held.grab) + 1;
      const position = clamp(raw, 1, lastStart(held.pattern, length));
      const live = held.live || Math.hypot(x - held.x0, y - held.y0) > THRESHOLD;
      return { ...held, x, y, live, over, position, blocker: inTheWay(now.current.placements, { ...held, position }) };
    };

    const held = Boolean(drag);
    useEffect(() => {
      if (!held) return undefined;
      const mine = event => now.current.drag && event.pointerId === now.current.drag.pointer;
      const move = event => { if (mine(event)) update(moved(now.current.drag, event)); };
      const cancel = event => { if (event.type === "keydown" ? event.key === "Escape" : mine(event)) update(null); };
      const up = event => {
        if (!mine(event)) return;
        const last = moved(now.current.drag, event);
        update(null);
        if (!last.live) return;
        justDragged.current = true;                                     // ignore the click that follows a drag
        setTimeout(() => { justDragged.current = false; }, 60);
        now.current.drop(last);
      };
      /** @type {[string, any][]} */
      const wired = [["pointermove", move], ["pointerup", up], ["pointercancel", cancel], ["keydown", cancel]];
      wired.forEach(([name, listener]) => window.addEventListener(name, listener));
      return () => wired.forEach(([name, listener]) => window.removeEventListener(name, listener));
    }, [held]);

    return { drag: drag && drag.live ? drag : null, begin, wasDrag: () => justDragged.current };
  }

  /* The plot previews a motif that is held still: the condition as a drop there would change it. */
  function usePreview(bench, drag, placements) {
    const { text } = activeItem(bench);
    const others = placements.filter(q => !drag || q.key !== drag.key);
    const isDropped = drag && drag.over && !drag.blocker, isTakenOff = drag && drag.key && !drag.over;
    const next = write(isDropped ? [...others, drag] : isTakenOff ? others : placements);
    const held = Boolean(drag);
    useEffect(() => {
      if (next === text) return look(null, bench.revision);
      if (!held) return undefined;                                      // dropped: the state follows
      const timer = setTimeout(() => look(next, bench.revision), rest());
      return () => clearTimeout(timer);
    }, [next, text, held, bench.revision]);
  }

  /* Edits of the placements: each changes the track at once, or says why it cannot. */
  function useEdits({ bench, length, send, onChange }) {
    const [placements, change, newKey] = usePlacements(bench, send);
    const [said, say] = useState("");
    const [selected, select] = useState(null);
    const [refused, setRefused] = useState(null);
    useEffect(() => { say(""); setRefused(null); }, [bench.active]);
    useEffect(() => {
      if (!refused) return undefined;
      const timer = setTimeout(() => setRefused(null), REFUSAL);
      return () => clearTimeout(timer);
    }, [refused]);

    const commit = (next, chosen, words) => { setRefused(null); onChange(); change(next); select(chosen); say(words); };
    const put = (p, verb) => {
      const old = placements.find(q => q.key === p.key);
      if (old && old.position === p.position) return null;
      const blocker = inTheWay(placements, p);
      if (blocker) {
        setRefused({ pattern: p.pattern, position: p.position });
        const other = `${blocker.pattern} at ${span(blocker)}`;
        say(`No room: ${p.pattern} at ${span(p)} would overlap ${other}. Nothing was changed.`);
        return null;
      }
      const key = p.key || newKey();
      const placed = { key, pattern: p.pattern, position: p.position };
      const rest = placements.filter(q => q.key !== key);
      commit(byPosition([...rest, placed]), key, `${p.pattern} ${verb} ${span(p)}.`);
      return key;
    };
    const takeOff = p => commit(placements.filter(q => q.key !== p.key), null, `${p.pattern} removed from ${span(p)}.`);
    const step = (p, by) => {
      if (moves(p)) return say(`${p.pattern} has a random position in each background; drag it onto the track to fix it.`);
      const position = clamp(p.position + by, 1, lastStart(p.pattern, length));
      if (position === p.position) return say(`${p.pattern} is at the end of the probe, at ${span(p)}.`);
      return put({ ...p, position }, "moved to");
    };
    const loosen = p => put({ ...p, position: null }, "moved to");
    const placeAnywhere = pattern => {
      const position = firstFree(placements, pattern, length);
      if (position !== null) return put({ pattern, position }, "placed at");
      say(`There is no room left for ${pattern}: move or remove a motif first.`);
      return null;
    };
    const drop = p => {
      if (p.over) put(p, p.key ? "moved to" : "placed at");
      else if (p.key) takeOff(p);
      else say(`${p.pattern} was not placed: let go of it over the track.`);
    };
    return { placements, said, say, selected, select, refused, takeOff, step, loosen, placeAnywhere, drop };
  }

  /* Keys on a placed motif, and the focus afterwards. */
  function useKeys(root, edits, length) {
    const focusNext = useRef(null);
    useEffect(() => {
      const key = focusNext.current;
      if (key === null) return;
      focusNext.current = null;
      const target = root.current.querySelector(key ? `[data-key="${key}"]` : ".motif-chip");
      if (target) target.focus();
    });
    const onKey = (event, p) => {
      const by = { ArrowLeft: -1, ArrowRight: 1, Home: -length, End: length }[event.key];
      const off = event.key === "Delete" || event.key === "Backspace";
      if (by === undefined && !off) return;
      event.preventDefault();
      const index = edits.placements.indexOf(p);
      const next = edits.placements[index + 1] || edits.placements[index - 1];
      focusNext.current = !off ? p.key : next ? next.key : "";
      if (off) edits.takeOff(p); else edits.step(p, event.shiftKey ? by * 5 : by);
    };
    return { onKey, focus: key => { focusNext.current = key; } };
  }

  /* Patterns that this browser keeps for every RBP. Other content under that key is left alone and not shown. */
  const KEPT = "gia:patterns", PATTERN = /^[ACGUNRYSWKMBDHV]{1,41}$/;
  function read() {
    try {
      const all = JSON.parse(window.localStorage.getItem(KEPT) || "[]");
      return Array.isArray(all) ? all.filter(one => typeof one === "string" && PATTERN.test(one)) : [];
    } catch { return []; }
  }

  function useKept() {
    const [patterns, setPatterns] = useState(read);
    const store = all => { window.localStorage.setItem(KEPT, JSON.stringify(all)); setPatterns(all); };
    useEffect(() => {
      const follow = event => { if (event.key === KEPT) setPatterns(read()); };
      window.addEventListener("storage", follow);                       // another tab added one
      return () => window.removeEventListener("storage", follow);
    }, []);
    return {
      patterns,
      keep: pattern => store([...new Set([...read(), pattern])]),
      forget: pattern => store(read().filter(one => one !== pattern)),
    };
  }

  Object.assign(window.gia_bench, { activeItem, end, moves, place, span, write });
  Object.assign(window.gia_bench, { useDraft, useDrag, useEdits, useKept, useKeys, usePreview, useSend });
})();
