/* What people do on the bench beside Dash's components, track and list: buttons and keys that undo, a condition that is
   added, a design file that is opened. Each becomes an action (bench.js). */
(function () {
  const { act } = window.gia_bench;
  const LARGEST = 1e6;       // bytes of a design file

  const DO = {
    undo: () => act({ do: "undo" }),
    redo: () => act({ do: "redo" }),
    add: () => act({ do: "add" }),
    open: openFile,
  };

  document.addEventListener("click", event => {
    const button = event.target.closest && event.target.closest("[data-bench-do]");
    if (button && button.getAttribute("aria-disabled") !== "true") DO[button.dataset.benchDo]();
  });

  /* In a text field the keys undo the typing. */
  const types = target => target.closest("input:not([type=checkbox], [type=radio]), textarea, [contenteditable=true]");

  document.addEventListener("keydown", event => {
    const isUndo = event.key.toLowerCase() === "z", isRedo = event.key.toLowerCase() === "y" && event.ctrlKey;
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !(isUndo || isRedo)) return;
    if (!document.querySelector(".bench .conditions") || types(event.target)) return;
    event.preventDefault();
    DO[isRedo || event.shiftKey ? "redo" : "undo"]();
  });

  function openFile() {
    const chooser = document.createElement("input");
    chooser.type = "file";
    chooser.accept = ".json,application/json";
    chooser.addEventListener("change", async () => {
      const [file] = chooser.files;
      if (file) act({ do: "open", text: file.size > LARGEST ? " ".repeat(LARGEST + 1) : await file.text() });
    });
    chooser.click();
  }
})();
