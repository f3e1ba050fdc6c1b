/* Files that are dropped on a zone of components/shared/upload.py, or chosen by its button: they go to the server as they are, one
   after the other, and then the zone's store is told. One upload at a time and zone; what is chosen anew replaces it. A
   page that is drawn anew meanwhile has another element for the same zone, so a zone is looked up by its store. */
(function () {
  const running = new Map();                                            // by store: the function that cancels its upload
  const megabytes = bytes => bytes < 1e5 ? `${Math.max(1, Math.round(bytes / 1e3)).toLocaleString("en")} kB`
    : `${(bytes / 1e6).toLocaleString("en", { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;
  const zoneOfStore = store => document.querySelector(`.upload[data-store="${store}"]`);
  const part = (zone, name) => zone.querySelector(`.upload-${name}`);
  const zoneOf = event => event.target.closest && event.target.closest(".upload");

  function element(tag, props, ...children) {
    const made = Object.assign(document.createElement(tag), props);
    made.append(...children);
    return made;
  }

  function complain(zone, text) {
    part(zone, "state").replaceChildren();
    part(zone, "problem").textContent = text;
  }

  /* Make a progress bar with a Cancel button, and the function that moves it. */
  function showProgress(store, what, cancel) {
    const bar = element("progress", { max: 1, value: 0 });
    bar.setAttribute("aria-label", `Uploading ${what}`);
    const said = element("span", { className: "upload-said" });
    const button = element("button", { type: "button", className: "upload-cancel", textContent: "Cancel" });
    button.addEventListener("click", cancel);
    return (done, total) => {
      const zone = zoneOfStore(store);
      if (!zone) return cancel();                                       // the page was left
      if (!bar.isConnected) {
        part(zone, "problem").textContent = "";
        part(zone, "state").replaceChildren(said, bar, button);
      }
      bar.value = total ? done / total : 0;
      said.textContent = `Uploading ${what}: ${megabytes(done)} of ${megabytes(total)}`;
    };
  }

  /* Return the folders that contain a file, the chosen one first; "" for a single file. */
  const folders = new WeakMap();
  const folderOf = file => folders.get(file) ?? (file.webkitRelativePath || "").split("/").slice(0, -1).join("/");

  /* Send one file, and return its token. */
  function post(file, token, sent, cancelled) {
    return new Promise((resolve, reject) => {
      const asked = new XMLHttpRequest();
      const folder = folderOf(file);
      const query = new URLSearchParams({ name: file.name, ...(folder && { folder }), ...(token && { upload: token }) });
      asked.open("POST", new URL(`upload?${query}`, window.location.href));
      asked.upload.onprogress = event => sent(event.loaded);
      asked.onload = () => {
        let answer = {};
        try { answer = JSON.parse(asked.responseText); } catch { /* no answer of ours */ }
        answer.upload ? resolve(answer.upload)
          : reject(new Error(answer.problem || `The server did not take ${file.name} (${asked.status}). Please try again.`));
      };
      asked.onerror = () => reject(new Error(`The connection broke while ${file.name} was uploaded. Please choose it again.`));
      asked.onabort = () => reject(null);
      cancelled(() => asked.abort());
      asked.send(file);
    });
  }

  async function upload(zone, files) {
    const { store, several, largest } = zone.dataset;
    const total = files.reduce((sum, file) => sum + file.size, 0);
    running.get(store)?.();
    if (!files.length) return complain(zone, "There is no file in it. Choose a file.");
    if (several !== "yes" && files.length > 1) return complain(zone, `These are ${files.length} files; bring one at a time.`);
    if (total > largest)
      return complain(zone, `${megabytes(total)} is too large: an upload may have ${megabytes(+largest)}. Gzip it, or ask who`
        + " runs this app to import it there (docs/data.md says how).");
    const empty = files.find(file => !file.size);
    if (empty) return complain(zone, `${empty.name} is empty. Choose a file with something in it.`);
    let stop = () => {}, over = false;
    const cancel = () => { over = true; stop(); };
    running.set(store, cancel);
    const what = files.length > 1 ? `${files.length} files` : files[0].name;
    const arrived = `${what} ${files.length > 1 ? "have" : "has"} arrived`;
    const show = showProgress(store, what, cancel);
    try {
      let token = null, before = 0;
      show(0, total);
      for (const file of files) {
        if (over) throw null;
        token = await post(file, token, done => show(Math.min(before + done, total - 1), total), abort => { stop = abort; });
        before += file.size;
      }
      zone = zoneOfStore(store);
      if (!zone || over) return;
      part(zone, "state").replaceChildren(element("span", { className: "upload-said", textContent: arrived }));
      window.dash_clientside.set_props(store, { data: { upload: token, name: what, names: files.map(file => file.name), bytes: total } });
    } catch (problem) {
      zone = zoneOfStore(store);
      if (!zone || running.get(store) !== cancel) return;               // the page was left, or another choice took its place
      if (problem) return complain(zone, problem.message);
      part(zone, "state").replaceChildren(element("span", { className: "upload-said", textContent: "Cancelled; nothing was kept." }));
    } finally {
      if (running.get(store) === cancel) running.delete(store);
    }
  }

  /* List the dropped files, with those in folders, without hidden ones. */
  async function dropped(transfer) {
    const entries = [...transfer.items].map(item => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    if (!entries.some(entry => entry.isDirectory)) return [...transfer.files];
    const found = [];
    for (const entry of entries) await collect(entry, found);
    return seen(found);
  }

  /* Leave out hidden files, which systems add to folders. */
  const seen = files => files.filter(file => !file.name.startsWith("."));

  async function collect(entry, found) {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      folders.set(file, entry.fullPath.split("/").filter(Boolean).slice(0, -1).join("/"));
      return void found.push(file);
    }
    const reader = entry.createReader();
    for (;;) {                                                          // a hundred entries at a time
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) return;
      for (const one of some) await collect(one, found);
    }
  }

  function choose(zone, folder) {
    const several = folder || zone.dataset.several === "yes";
    const input = element("input", { type: "file", multiple: several, webkitdirectory: folder, accept: zone.dataset.accept, hidden: true });
    input.addEventListener("change", () => { upload(zone, folder ? seen([...input.files]) : [...input.files]); input.remove(); });
    input.addEventListener("cancel", () => input.remove());
    document.body.append(input);
    input.click();
  }

  const hasFiles = event => event.dataTransfer && [...event.dataTransfer.types].includes("Files");

  document.addEventListener("click", event => {
    const button = event.target.closest(".upload-choose");
    if (button) choose(zoneOf(event), button.classList.contains("upload-folder"));
  });
  document.addEventListener("dragover", event => {
    const zone = zoneOf(event);
    if (!hasFiles(event) || !document.querySelector(".upload")) return;
    event.preventDefault();                                             // else the browser would open a file that misses the zone
    event.dataTransfer.dropEffect = zone ? "copy" : "none";
    document.querySelectorAll(".upload.over").forEach(one => one !== zone && one.classList.remove("over"));
    if (zone) zone.classList.add("over");
  });
  document.addEventListener("dragleave", event => {
    const zone = zoneOf(event);
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("over");
  });
  document.addEventListener("drop", async event => {
    const zone = zoneOf(event);
    if (!hasFiles(event) || !document.querySelector(".upload")) return;
    event.preventDefault();
    if (!zone) return;
    zone.classList.remove("over");
    try {
      upload(zone, await dropped(event.dataTransfer));
    } catch {
      complain(zone, "This browser could not read what was dropped. Choose it by the button instead.");
    }
  });
})();
