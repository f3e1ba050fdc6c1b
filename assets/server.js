/* A server that is gone or asleep. Dash drops a question whose request fails; here it is kept and asked again as soon as the
   server is back, so that nothing that was done is lost. Until then the page says so. */
(function () {
  const same = window.dash_clientside ||= {};
  const QUESTIONS = "_dash-update-component", SIGN = "assets/icon.svg";
  const GATEWAY = [502, 503, 504];                     // said by a proxy in front of a server that is gone
  const SLOW = 4000, PATIENCE = 4000, AGAIN = 1000;    // ms: until an answer is missed, a sign of life is missed, and between two
  const SAID = "The server does not answer. What you do is kept here, and goes on when it is back.";
  const plain = window.fetch.bind(window);
  const wait = time => new Promise(done => setTimeout(done, time));
  let back = null, cameBack = 0;

  const isAlive = async () => {
    try {
      const answer = await plain(SIGN, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      return answer.ok;
    } catch { return false; }
  };

  const badge = text => ({
    namespace: "dash_html_components", type: "Span",
    props: { className: "warmth away", children: [{ namespace: "dash_html_components", type: "Span", props: { className: "dot" } },
      { namespace: "dash_html_components", type: "Span", props: { className: "warmth-text", children: text } }] },
  });
  const hasApp = () => Boolean(same.set_props && document.getElementById("warmth"));

  function say() {
    const banner = document.createElement("div");
    Object.assign(banner, { id: "server-away", textContent: SAID });
    banner.setAttribute("role", "alert");
    document.body.append(banner);
    if (hasApp()) same.set_props("warmth", { children: badge("No answer") });
  }

  /* A server that was started anew loads its model anew, so the badge is asked for again. */
  function unsay() {
    document.getElementById("server-away")?.remove();
    if (hasApp()) same.set_props("warmth-tick", { disabled: false, n_intervals: 0 });
  }

  /* Resolves once the server is back; all that wait for it share one sign of life. */
  function awaited() {
    back = back || (async () => {
      say();
      while (!await isAlive()) await wait(AGAIN);
      back = null;
      cameBack = Date.now();
      unsay();
    })();
    return back;
  }

  /* An answer that lasts may be hard work, or nobody is there. */
  async function watch(asked) {
    let isHere = false;
    const here = asked.then(() => { isHere = true; }, () => { isHere = true; });
    while (!isHere) {
      await Promise.race([here, wait(SLOW)]);
      if (!isHere && (back || !await isAlive())) await awaited();
    }
  }

  async function ask(address, options) {
    for (;;) {
      const asked = plain(address, options);
      watch(asked);
      try {
        const answer = await asked;
        if (!GATEWAY.includes(answer.status)) return answer;
      } catch (problem) {
        if (options?.signal?.aborted) throw problem;
      }
      await awaited();
    }
  }

  window.fetch = (address, options) => String(address instanceof Request ? address.url : address).includes(QUESTIONS) ? ask(address, options) : plain(address, options);

  /* Whether the server was away at some time since then. */
  window.gia_server = { wasAwaySince: time => cameBack > time };
})();
