"""A lesson's player on a page of its own: what was played reaches the server however slowly it answers."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Browser

from tests.browser.conftest import ROOT

PAGE = """<div id="sitting">{form}</div><div id="film"></div>"""
FORM = """<form data-hq-beat method="post" action="/beat"><input name="nonce" value="{nonce}"></form>"""
SERVER = """() => {
  const film = document.getElementById("film");
  Object.assign(film, {currentTime: 0, paused: true, seeking: false, pause: () => {}});
  window.sent = [];
  window.answers = [];
  window.fetch = (_address, {body}) => {
    window.sent.push(Object.fromEntries(body));
    return new Promise((good, bad) => window.answers.push({good, bad}));
  };
  window.play = (from, to) => {
    Object.assign(film, {currentTime: from, paused: false});
    film.dispatchEvent(new Event("play"));
    Object.assign(film, {currentTime: to, paused: true});
    film.dispatchEvent(new Event("pause"));
  };
}"""
ANSWER = """([n, text]) => {
  window.answers[n].good({redirected: false, ok: true, text: async () => text});
  return new Promise((done) => setTimeout(done, 50));
}"""
FAIL = """(n) => {
  window.answers[n].bad(new Error("no network"));
  return new Promise((done) => setTimeout(done, 50));
}"""


def test_what_is_played_while_an_answer_is_awaited_is_told_after_it(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(PAGE.format(form=FORM.format(nonce="one")))
    page.evaluate(SERVER)
    page.add_script_tag(path=ROOT / "district/web/static/huiqi/lesson.js")

    def sent() -> list[tuple[str, Any]]:
        return [(each["nonce"], json.loads(each["played"])) for each in page.evaluate("() => window.sent")]

    for part in ([0, 5], [5, 9], [20, 30]):
        page.evaluate("([from, to]) => window.play(from, to)", part)
    assert sent() == [("one", [[0, 5]])]  # one at a time
    page.evaluate(FAIL, 0)
    assert sent()[1:] == [("one", [[0, 5], [5, 9], [20, 30]])]  # the first went nowhere: all of it again
    page.evaluate("() => window.play(40, 45)")
    page.evaluate(ANSWER, [1, FORM.format(nonce="two")])
    assert sent()[2:] == [("two", [[40, 45]])]
    page.evaluate(ANSWER, [2, FORM.format(nonce="three")])
    assert len(sent()) == 3  # nothing waits: nothing is said
    page.close()
