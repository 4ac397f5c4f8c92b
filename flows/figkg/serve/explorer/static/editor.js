// The query editor: Yasqe (part of YASGUI) in the place of the plain text field. Its look-ups at other hosts are off.
"use strict";
{
  const form = document.getElementById("editor");
  const text = document.getElementById("query");
  const place = document.createElement("div");
  text.before(place);
  Yasgui.Yasqe.defaults.autocompleters = [];
  const editor = new Yasgui.Yasqe(place, {
    value: text.value, showQueryButton: false, createShareableLink: null, persistenceId: null,
    resizeable: false, lineWrapping: true, collapsePrefixesOnLoad: false, viewportMargin: Infinity,
    extraKeys: { "Ctrl-Enter": () => form.requestSubmit(document.getElementById("run")), Tab: false, "Shift-Tab": false },
  });
  editor.getInputField().setAttribute("aria-label", "SPARQL query");
  text.hidden = true;
  text.required = false;
  const keep = () => {
    text.value = editor.getValue();
  };
  editor.on("change", keep);
  form.addEventListener("submit", keep);
}
