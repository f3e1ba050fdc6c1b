/* Asks for long work (callbacks/long_work): one question at a time, however often somebody clicks. */
(function () {
  const same = window.dash_clientside ||= {};
  const none = () => window.dash_clientside.no_update;
  const PATIENCE = 5000, begun = new Set();
  const AGAIN = 1500, ARRIVES = 3000;                  // ms until a page knows that it is busy; within which an answer follows the end
  const lately = {}, cancelled = {};                   // last question and its time; time of its cancellation

  /* The name of this tab, which a reload keeps. */
  const visitor = () => {
    const kept = window.sessionStorage.getItem("gia:visitor");
    if (kept) return kept;
    const fresh = Array.from(window.crypto.getRandomValues(new Uint32Array(3))).join("-");
    window.sessionStorage.setItem("gia:visitor", fresh);
    return fresh;
  };

  /* The tab that asks, and the number of the click. */
  const named = (at = Date.now()) => ({ visitor: visitor(), nonce: `${visitor()} ${at} ${Math.random()}`, at });

  /* Write plain JSON with sorted keys, so that equal questions have equal texts. */
  const sorted = (_, value) => value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.keys(value).sort().map(key => [key, value[key]])) : value;
  const isSame = (one, other) => JSON.stringify(one, sorted) === JSON.stringify(other, sorted);

  /* Write a store of a kind of work, if its page is still open. */
  const setHere = (job, store, data) => { if (document.getElementById(`${job}-start`)) same.set_props(`${job}-${store}`, { data }); };

  const address = () => window.location.pathname + window.location.search;

  /* Questions of this tab that were not drawn yet; a reload keeps them. */
  const MOST_LEFT = 5, BEGINS = 15000, LOOK = 1500;    // ms until work that was asked for shows on the server; between looks
  const looking = {};
  const leftOf = job => { try { return JSON.parse(window.sessionStorage.getItem(`gia:left:${job}`)) || []; } catch { return []; } };
  const keepLeft = (job, left) => { try { window.sessionStorage.setItem(`gia:left:${job}`, JSON.stringify(left)); } catch { /* full */ } };

  document.addEventListener("click", event => {
    const at = event.target.closest && event.target.closest('[id$="-cancel"], a.long-before');
    if (!at) return;
    if (at.id) {
      const job = at.id.replace(/-cancel$/, "");
      cancelled[job] = Date.now();
      return void delete lately[job];                  // after Cancel, this or other work can begin at once
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    same.gia.go(at.getAttribute("href"));              // the fields show the earlier question again, with its answer
  }, true);

  same.work = {
    isSame,

    /* Put the answer into the stores that callbacks read. As an output it would block them while the job runs. */
    take: came => {
      const [{ prop_id }] = window.dash_clientside.callback_context.triggered;
      if (came) same.set_props(prop_id.replace(/-came\.data$/, "-arrived"), { data: came });
    },

    /* Work that needs no click, by the id of its button: begun where nobody has done it, and nobody is doing it.
       Cancelled, it waits for a click. */
    begin: (start, answer, found, question, busy) => {
      const name = question && JSON.stringify(question), started = Date.now();
      if (!question || answer || found || busy || begun.has(name)) return none();
      begun.add(name);
      (function click() {
        const button = /** @type {HTMLButtonElement} */ (document.getElementById(start));
        if (!button || Date.now() - started > PATIENCE) return;
        button.disabled ? setTimeout(click, 50) : button.click();
      })();
      return none();
    },

    /* Disable the button while there is nothing to ask. */
    blocked: question => !question,

    /* Lock all fields of the question until its answer arrives. */
    locked: busy => window.dash_clientside.callback_context.outputs_list.map(() => Boolean(busy)),

    /* What this page waits for no more: Dash says so before the answer, which is still on its way through `take`. Work
       that a server took with it, when it was gone, is begun again. */
    ended: (busy, asked) => {
      if (busy || !asked) return busy ? none() : null;
      const [{ prop_id }] = window.dash_clientside.callback_context.triggered, job = prop_id.replace(/-busy\.data$/, "");
      if (cancelled[job] >= asked.at || !window.gia_server.wasAwaySince(asked.at)) {
        setTimeout(() => setHere(job, "ended", asked.nonce), ARRIVES);
      } else same.set_props(`${job}-asked`, { data: { ...asked, ...named() } });
      return none();
    },

    /* Show progress only for its own question. */
    mine: (told, question, asked) => told && asked && isSame(asked.question, question) ? told : null,

    /* Earlier questions, each with its state; they are checked until every state is final. */
    left: (question, asked, answer, arrived, stopped, states) => {
      const job = window.dash_clientside.callback_context.outputs_list.id.replace(/-left$/, "");
      const stateOf = one => {
        const state = (states || {})[one.nonce] || "unknown";
        return state === "gone" && Date.now() - one.at < BEGINS ? "running" : state;
      };
      const isOver = one => one.nonce === stopped || (answer && isSame(answer.question, one.question))
        || (arrived && ("problem" in arrived || arrived.cancelled) && isSame(arrived.question, one.question))
        || (stateOf(one) === "gone" && isSame(question, one.question)) || (stateOf(one) === "ready" && one.link === address());
      const before = leftOf(job).filter(one => !asked || !isSame(one.question, asked.question));
      const kept = (asked ? [...before, asked] : before).filter(one => !isOver(one)).slice(-MOST_LEFT);
      keepLeft(job, kept);
      const left = kept.filter(one => !isSame(one.question, question)).map(one => ({ ...one, state: stateOf(one) }));
      if (left.some(one => !["ready", "gone"].includes(one.state))) looking[job] = looking[job] || setTimeout(() => {
        delete looking[job];
        setHere(job, "left-look", Date.now());
      }, LOOK);
      return left;
    },

    /* The question is being made again; until then nothing can begin. */
    anew: () => null,

    /* A click on the button, or work on this very question found under way -> {question, link, visitor, nonce, at}. */
    ask: (clicks, found, question, busy) => {
      const causes = window.dash_clientside.callback_context.triggered;   // a click may wait for what is found, and come with it
      const cause = causes.find(one => /-(start\.n_clicks|found\.data)$/.test(one.prop_id) && one.value);
      if (!question || busy || !cause) return none();
      const name = cause.prop_id.replace(/-(start|found)\..*/, ""), now = Date.now();
      const last = lately[name];
      if (last && now - last.at < AGAIN && isSame(last.question, question)) return none();
      lately[name] = { at: now, question };
      return { question, link: address(), ...named() };
    },
  };
})();
