"""What the services promise, each walked in one go on phones of the people concerned, over the same days."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import prepared
from tests.browser.shows import walk
from tests.browser.shows_advice import day_of_an_expert, panel_and_visit
from tests.browser.shows_alliance import lending
from tests.browser.shows_employer import training
from tests.browser.shows_student import camp_and_contest

WALKS = {
    "a panel and a visit": panel_and_visit,
    "training paid by hours": training,
    "from the camp to the prize": camp_and_contest,
    "a room lent": lending,
    "an expert's day": day_of_an_expert,
}


@pytest.mark.long
def test_what_the_services_promise(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    data = tmp_path_factory.mktemp("shows")
    shutil.copytree(prepared(tmp_path_factory), data, dirs_exist_ok=True)
    walk(browser, data, WALKS)
