/* Asks for long work (callbacks/long_work): one question at a time, whoever clicks how often. */
(function () {
  const same = window.dash_clientside = window.dash_clientside || {};
  const none = () => window.dash_clientside.no_update;
  const AGAIN = 1500;                                  // ms until a page knows that it is busy
  const lately = {};

  /* This tab's name, which outlives a reload. */
  const visitor = () => {
    const kept = window.sessionStorage.getItem("gia:visitor");
    if (kept) return kept;
    const fresh = Array.from(window.crypto.getRandomValues(new Uint32Array(3))).join("-");
    window.sessionStorage.setItem("gia:visitor", fresh);
    return fresh;
  };

  /* Who stops the work can begin it, or other work, at once. */
  document.addEventListener("click", event => {
    const button = event.target.closest && event.target.closest('[id$="-cancel"]');
    if (button) delete lately[button.id.replace(/-cancel$/, "")];
  }, true);

  same.work = {
    /* An answer counts where it was asked: that of a page that was left stays on the shelf. */
    take: (arrived, asked) => arrived && asked && arrived.nonce === asked.nonce ? arrived : none(),

    /* While there is nothing that can be asked, the button rests. */
    blocked: question => !question,

    /* A click on the button, or work on this very question found under way -> {question, visitor, nonce}. */
    /* A question that is being made anew; until it is there, nothing can be begun. */
    anew: () => null,

    ask: (clicks, found, question, busy) => {
      const causes = window.dash_clientside.callback_context.triggered;   // a click may wait for what is found, and come with it
      const cause = causes.find(one => /-(start\.n_clicks|found\.data)$/.test(one.prop_id) && one.value);
      if (!question || busy || !cause) return none();
      const name = cause.prop_id.replace(/-(start|found)\..*/, ""), now = Date.now();
      if (now - (lately[name] || 0) < AGAIN) return none();
      lately[name] = now;
      return { question, visitor: visitor(), nonce: `${visitor()} ${now} ${Math.random()}` };
    },
  };
})();
