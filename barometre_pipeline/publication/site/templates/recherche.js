// Finds, in the list of index-recherche.js, the entries that have every word of what was typed; sends nothing.
"use strict";
(function () {
  const MOST = 100;

  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .replace(/[\u00a0\u202f]/g, " ").replace(/[’']/g, " ").replace(/(\d)\s*%/g, "$1%").replace(/(\d) (?=\d{3})/g, "$1");
  }

  function words(text) {
    return plain(text).split(/[^a-z0-9%,+−-]+/).filter(Boolean);
  }

  // A number must be whole: « 7 % » is not « 77 % ». A word may be the beginning of a longer one.
  function has(list, word) {
    return list.some(function (w) { return /^[+−-]?\d/.test(word) ? w === word || w === word + "%" : w.startsWith(word); });
  }

  const entries = window.INDEX_DU_SITE.map(function (e) {
    return { kind: e[0], title: e[1], beside: e[2], address: e[3], inTitle: words(e[1]), all: words(e[1] + " " + e[2]) };
  });

  function find(query) {
    const asked = words(query);
    if (!asked.length) return [];
    const found = entries.filter(function (e) { return asked.every(function (w) { return has(e.all, w); }); });
    const rank = function (e) { return asked.every(function (w) { return has(e.inTitle, w); }) ? 0 : 1; };
    return found.map(function (e, i) { return [rank(e), i, e]; })
      .sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; }).map(function (t) { return t[2]; });
  }

  function line(entry) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.address;
    link.textContent = entry.title;
    const beside = document.createElement("p");
    beside.className = "base";
    const text = entry.kind + "\u00a0: " + entry.beside;
    beside.textContent = text.length > 220 ? text.slice(0, 219) + "…" : text;
    item.append(link, beside);
    return item;
  }

  function show(query) {
    const found = find(query);
    const list = document.getElementById("resultats");
    list.replaceChildren(...found.slice(0, MOST).map(line));
    const count = found.length === 0 ? "Aucun résultat" : found.length + (found.length === 1 ? " résultat" : " résultats");
    const more = found.length > MOST ? ", les " + MOST + " premiers sont montrés" : "";
    document.getElementById("nombre").textContent = query.trim() ? count + " pour «\u00a0" + query.trim() + "\u00a0»" + more + "." : "";
  }

  const field = document.getElementById("q");
  field.value = new URLSearchParams(window.location.search).get("q") || "";
  field.addEventListener("input", function () { show(field.value); });
  show(field.value);
})();
