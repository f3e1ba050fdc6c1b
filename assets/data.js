/* The measurements part of Data & models: an upload gets an address, and the file of an address is read at once. */
(function () {
  const same = window.dash_clientside ||= {};
  const none = () => window.dash_clientside.no_update;
  const START = "data-read-start";

  same.data = {
    go: href => {
      if (href) same.gia.go(href);
      return none();
    },

    /* An upload is previewed under its own address, which a reload keeps. */
    uploaded: upload => {
      if (!upload) return none();
      const query = new URLSearchParams({ part: "measurements" }), rbp = new URLSearchParams(window.location.search).get("rbp");
      if (rbp) query.set("rbp", rbp);
      query.set("upload", upload.upload);
      same.gia.go(`/data?${query}`);
      return none();
    },

    /* Open the question before a removal, and close it afterwards. */
    confirm: chosen => {
      const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("data-confirm"));
      if (dialog) chosen ? dialog.showModal() : dialog.close();
      return none();
    },

    /* Start reading without a click unless it was done or is being done; after Cancel it waits for a click. */
    begin: (...asked) => same.work.begin(START, ...asked),
  };
})();
