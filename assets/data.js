/* The measurements part of Data & models: an upload becomes an address, and what an address names is read at once. */
(function () {
  const same = window.dash_clientside ||= {};
  const none = () => window.dash_clientside.no_update;
  const START = "data-read-start";

  same.data = {
    go: href => {
      if (href) same.gia.go(href);
      return none();
    },

    /* What has been uploaded is previewed under an address of its own, which a reload keeps. */
    uploaded: upload => {
      if (!upload) return none();
      const query = new URLSearchParams({ part: "measurements" }), rbp = new URLSearchParams(window.location.search).get("rbp");
      if (rbp) query.set("rbp", rbp);
      query.set("upload", upload.upload);
      same.gia.go(`/data?${query}`);
      return none();
    },

    /* The question before a removal opens, and closes once it is done. */
    confirm: chosen => {
      const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("data-confirm"));
      if (dialog) chosen ? dialog.showModal() : dialog.close();
      return none();
    },

    /* What nobody has read, and nobody is reading, is begun without a click; cancelled, it waits for one. */
    begin: (...asked) => same.work.begin(START, ...asked),
  };
})();
