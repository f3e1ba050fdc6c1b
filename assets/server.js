/* A server that is gone or asleep. Dash drops a question whose request fails; here it is kept and asked again as soon as the
   server is back, so that nothing that was done is lost. Until then the page says so. And an answer that comes
   when its page has been left is not drawn. */
(function () {
  const { QUESTIONS, LAYOUT } = window.gia_internals;
  const SIGN = "assets/icon.svg";
  const GATEWAY = [502, 503, 504];                     // answers of a proxy whose server is gone
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

  function say() {
    const banner = document.createElement("div");
    Object.assign(banner, { id: "server-away", textContent: SAID });
    banner.setAttribute("role", "alert");
    document.body.append(banner);
  }

  /* Resolve once the server is back; all that wait share one request for a sign of life. */
  function awaited() {
    back = back || (async () => {
      say();
      while (!await isAlive()) await wait(AGAIN);
      back = null;
      cameBack = Date.now();
      document.getElementById("server-away")?.remove();
    })();
    return back;
  }

  /* A late answer may mean hard work, or a server that is gone. */
  async function watch(asked) {
    let isHere = false;
    const here = asked.then(() => { isHere = true; }, () => { isHere = true; });
    while (!isHere) {
      await Promise.race([here, wait(SLOW)]);
      if (!isHere && (back || !await isAlive())) await awaited();
    }
  }

  async function persist(address, options) {
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

  /* Two pages may have the same fields, and Dash would draw the late answer to the first one on the second, which waits for
     it. So once the second is there, the first is answered: nothing is new. What is in the frame stays when a page is left;
     long work looks itself whose answer it is (assets/long_work.js). */
  const PAGE = "page", frame = new Set(), asking = new Set();
  let coming = 0;                                      // pages that are loading

  /** @param {any} node, of the first layout */
  function noteFrame(node) {
    for (const one of [node].flat()) if (one && one.props) {
      frame.add(one.props.id);
      noteFrame(one.props.children);
    }
  }

  function writes({ body }) {
    try { return [JSON.parse(body).outputs || []].flat(Infinity).map(one => one.id); } catch { return []; }
  }
  const isOfPage = id => !frame.has(id) && !String(id).endsWith("-came");

  async function askPage(address, options) {
    coming += 1;
    try {
      const answer = await persist(address, options);
      for (const leave of asking) leave(new Response(null, { status: 204 }));
      return answer;
    } finally { coming -= 1; }
  }

  async function askOfPage(address, options) {
    let leave = null;
    const left = new Promise(done => asking.add(leave = done));
    try { return await Promise.race([persist(address, options), left]); } finally { asking.delete(leave); }
  }

  function ask(address, options) {
    const ids = writes(options || {});
    return (ids.includes(PAGE) ? askPage : ids.some(isOfPage) ? askOfPage : persist)(address, options);
  }

  async function begin(address, options) {
    const answer = await plain(address, options);
    answer.clone().json().then(noteFrame, () => {});
    return answer;
  }

  window.fetch = (address, options) => {
    const url = String(address instanceof Request ? address.url : address);
    return (url.includes(QUESTIONS) ? ask : url.includes(LAYOUT) ? begin : plain)(address, options);
  };

  window.gia_server = {
    /* Say whether the server was away at some time since then. */
    wasAwaySince: time => cameBack > time,

    /* Say whether another page is loading, so that the visible one was left. */
    isLeaving: () => coming > 0,
  };
})();
