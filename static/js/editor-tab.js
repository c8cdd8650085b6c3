/* The Markdown editor takes Tab for itself, which would trap a keyboard in it. Here Tab goes on to the next field. */
document.addEventListener("keydown", event => {
  if (event.key === "Tab" && event.target.classList.contains("markdownx-editor")) event.stopPropagation();
}, true);
