// Everything works without this file; it spares a reload, copies, asks back, and says when the net is gone.
(() => {
  "use strict";
  const root = document.documentElement;
  const year = 31536000;

  const keep = (name, value) => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `jx-${name}=${value}; path=/; max-age=${year}; samesite=lax${secure}`;
  };

  const themes = ["auto", "light", "dark"];
  const signs = { auto: "half", light: "sun", dark: "moon" };

  const turnTheme = (button) => {
    const theme = button.value;
    keep("theme", theme);
    if (!document.body.classList.contains("pbody")) {
      if (theme === "auto") delete root.dataset.theme;
      else root.dataset.theme = theme;
    }
    button.value = themes[(themes.indexOf(theme) + 1) % themes.length];
    button.querySelector("use").setAttribute("href", `#i-${signs[theme]}`);
  };

  const turnSize = (button) => {
    const large = button.value === "large";
    keep("size", button.value);
    if (large) root.dataset.size = "large";
    else delete root.dataset.size;
    button.value = large ? "normal" : "large";
    button.setAttribute("aria-pressed", String(large));
  };

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target.matches("[data-look]") && button) {
      event.preventDefault();
      if (button.name === "theme") turnTheme(button);
      else turnSize(button);
      return;
    }
    const asks = (button && button.dataset.confirm) || event.target.dataset.confirm;
    if (asks && !window.confirm(asks)) {
      event.preventDefault();
      return;
    }
    if (button && event.target.method === "post") {
      button.setAttribute("aria-busy", "true");
      button.dataset.sent = "";
    }
  });

  // A part came back, or the reader turned back to this page: the button is free again.
  const free = () => {
    for (const button of document.querySelectorAll("[data-sent]")) {
      button.removeAttribute("aria-busy");
      delete button.dataset.sent;
    }
  };
  document.addEventListener("htmx:afterRequest", free);
  window.addEventListener("pageshow", free);

  document.addEventListener("click", (event) => {
    const copier = event.target.closest("[data-copy]");
    if (copier && navigator.clipboard) {
      event.preventDefault();
      navigator.clipboard.writeText(copier.dataset.copy).then(() => copier.classList.add("copied"));
    }
    if (event.target.closest("[data-print]")) {
      event.preventDefault();
      window.print();
    }
    for (const open of document.querySelectorAll("details.open[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const open of document.querySelectorAll("details.open[open]")) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });

  // An opened number that would leave the window leans the other way.
  document.addEventListener("toggle", (event) => {
    const open = event.target;
    if (!open.matches || !open.matches("details.open[open]")) return;
    const box = open.querySelector(".open__body").getBoundingClientRect();
    if (box.right > root.clientWidth - 8) open.classList.add("open--end");
    else if (box.left < 8) open.classList.remove("open--end");
  }, true);

  const lost = () => {
    const text = document.getElementById("lost-text");
    const place = document.getElementById("said");
    if (text && place) place.replaceChildren(text.content.cloneNode(true));
  };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) lost();
  });
})();
