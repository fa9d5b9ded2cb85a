// Tables work without this file; it counts what is chosen, chooses a page at once, and closes what was opened.
(() => {
  "use strict";
  const picks = () => [...document.querySelectorAll("[name=pick][form=table-picked]")];

  const count = () => {
    const all = picks();
    const on = all.filter((box) => box.checked).length;
    const said = document.querySelector("[data-picked]");
    const head = document.querySelector("[data-pick-all]");
    if (said) {
      said.hidden = on === 0;
      said.querySelector("[data-picked-count]").textContent = String(on);
    }
    if (head) {
      head.checked = on > 0 && on === all.length;
      head.indeterminate = on > 0 && on < all.length;
    }
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) {
      for (const box of picks()) box.checked = event.target.checked;
    }
    if (event.target.matches("[data-pick-all], [name=pick]")) count();
    if (event.target.matches("[data-go] select")) event.target.form.requestSubmit();
  });

  const close = (but) => {
    for (const pop of document.querySelectorAll("details.pop[open]")) {
      if (pop !== but) pop.open = false;
    }
  };
  document.addEventListener("click", (event) => close(event.target.closest("details.pop")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const pop = document.querySelector("details.pop[open]");
    if (!pop) return;
    pop.open = false;
    pop.querySelector("summary").focus();
  });
  window.addEventListener("pageshow", count);
})();
