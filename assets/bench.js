/* The bench's actions on their way to the server. Every action has a number, and waits in a queue until the document says
   (by its revision) that it has been applied: an action is never lost when two are made faster than the server answers. */
(function () {
  let number = 0;
  const next = () => ++number;

  /* One changed property, as Dash names it, -> the actions it stands for. */
  function actionsOf({ prop_id, value }) {
    const name = prop_id.slice(0, prop_id.lastIndexOf("."));
    if (!name.startsWith("{")) return value || [];                      // the track: a list of actions
    const id = JSON.parse(name);
    if (id.field) return [{ number: next(), do: "set", field: id.field, value }];
    return value ? [{ number: next(), do: id.do, key: id.key }] : [];   // a button that only came into being has no clicks
  }

  function collect(...args) {
    const [queue, bench] = args.slice(-2);
    const { no_update, callback_context } = window.dash_clientside;
    const came = callback_context.triggered.flatMap(actionsOf);
    if (!came.length) return no_update;
    const waiting = [...(queue || []), ...came].filter(action => action.number > bench.revision);
    return [...new Map(waiting.map(action => [action.number, action])).values()].sort((a, b) => a.number - b.number);
  }

  function remember(bench) {
    window.dash_clientside.gia.remember(bench.link);
    return bench.link;
  }

  window.gia_bench = { next };
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.bench = { collect, remember };
})();
