// The query editor: Yasqe (part of YASGUI) in the place of the plain text field. Its look-ups at other hosts are off.
"use strict";
{
  const form = document.getElementById("editor");
  const text = document.getElementById("query");
  const { Yasqe } = Yasgui;
  const editor = Yasqe.fromTextArea(text, {
    value: text.value, autocompleters: [], showQueryButton: false, createShareableLink: null, persistenceId: null,
    resizeable: false, lineWrapping: true, collapsePrefixesOnLoad: false,
    extraKeys: { "Ctrl-Enter": () => form.requestSubmit(document.getElementById("run")), Tab: false, "Shift-Tab": false },
  });
  editor.getInputField().setAttribute("aria-label", "SPARQL query");
  const keep = () => editor.save();
  editor.on("change", keep);
  form.addEventListener("submit", keep);
}
