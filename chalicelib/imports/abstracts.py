"""An abstract as a website keeps it (HTML), as plain text."""

from __future__ import annotations

from html.parser import HTMLParser

BREAKS = {"p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
UNSEEN = {"script", "style", "head", "title", "template"}
MORE = " …"


class _Words(HTMLParser):
    """Gathers what a reader would see; blocks and line breaks begin a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[str]] = [[]]
        self._hidden = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in UNSEEN
        if tag in BREAKS:
            self.lines.append([])

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in UNSEEN))
        if tag in BREAKS:
            self.lines.append([])

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.lines[-1].append(data)


def plain_text(html: str, most: int) -> str:
    """The words of a piece of HTML, one line a block, at most so many characters; a cut is shown.

    What stands in it as text stays text: `5 < 7` as well as `&lt;b&gt;`.
    """
    words = _Words()
    words.feed(html)
    words.close()
    lines = (" ".join("".join(line).split()) for line in words.lines)
    text = "\n".join(line for line in lines if line)
    return text if len(text) <= most else text[: most - len(MORE)].rstrip() + MORE
