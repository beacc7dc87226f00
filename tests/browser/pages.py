"""Which pages are looked at, and how: axe finds nothing, nothing runs off the side."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.conftest import violations

PUBLIC = ["/", "/policies/", "/policies/startup-cost/", "/policies/tech-little-giant/",
          "/policies/expert-corps/", "/documents/reply-d-087/", "/search?q=小巨人",
          "/search?q=没有的东西", "/fits/", "/policies/packages/anti-epidemic-2022/", "/policies/ladders/srdi/",
          "/search?q=kai ban fei", "/questions/ask/",
          "/answers/layoffs/", "/answers/layoffs/ask/", "/verify/", "/accounts/login/",
          "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/no-such-page/",
          "/about/privacy/", "/about/accessibility/", "/about/contact/", "/about/sitemap/", "/notices/",
          "/organisations/", "/experts/", "/once/nothing/", "/sessions/",
          "/training/courses/", "/training/courses/first-idea/", "/certificates/",
          "/advice/", "/advice/ask/", "/advice/topics/funding/", "/advice/studios/first/", "/advice/answers/",
          "/community/", "/community/posts/", "/community/activities/", "/community/alliance/",
          "/community/alliance/resources/", "/community/contests/",
          "/advice/clinics/", "/advice/studios/", "/training/camp/", "/training/camp/posts/",
          "/training/shared/", "/training/bases/", "/reports/year/",
          "/figures/", "/figures/cases.granted/", "/figures/said/",
          "/embed/check/", "/embed/check/?fact=从业人员&value=很多&注册区=杨浦区",
          "/embed/check/?注册区=杨浦区&从业人员=12&show=1"]  # fmt: skip
MEMBER = ["/my/", "/fits/", "/my/enterprises/", "/my/applications/", "/my/applications/new/startup-capital/",
          "/my/obligations/", "/my/offers/", "/my/slots/", "/slots/demo-expert/",
          "/my/community/", "/my/community/new/", "/my/community/alliance/", "/my/community/alliance/lend/",
          "/messages/", "/me/notices/", "/my/calendar/", "/policies/startup-cost/", "/policies/ladders/srdi/",
          "/api/v1/docs", "/my/courses/", "/my/hours/",
          "/my/advice/", "/advice/ask/pay/", "/my/advice/clinics/", "/my/advice/panels/",
          "/my/camp/", "/my/camp/posts/", "/my/training/", "/my/training/new/",
          "/policies/tech-little-giant/", "/my/subscriptions/",
          "/accounts/logout/", "/accounts/2fa/", "/accounts/email/", "/accounts/password/change/",
          "/me/account/", "/me/account/close/", "/accounts/reauthenticate/", "/accounts/2fa/webauthn/",
          "/me/organisations/", "/desk/people/", "/me/tokens/", "/me/hooks/", "/desk/systems/"]  # fmt: skip
OFFICER = ["/desk/", "/desk/applications/", "/desk/enterprises/", "/desk/imports/", "/desk/claims/", "/desk/contested/",
           "/desk/runs/", "/desk/lab/startup-cost/", "/desk/funds/", "/desk/payments/", "/desk/payees/",
           "/desk/clawbacks/", "/desk/reconcile/", "/desk/after/", "/desk/findings/",
           "/desk/campaigns/", "/desk/campaigns/new/", "/desk/joint/", "/desk/scoring/", "/desk/notices/",
           "/desk/appeals/", "/desk/absences/", "/desk/jobs/", "/desk/offers/", "/desk/applications/?lost=1",
           "/desk/questions/", "/desk/slots/", "/desk/slots/demo-expert/", "/desk/slots/demo-expert/openings/",
           "/desk/slots/demo-printer/absence/", "/desk/sessions/", "/desk/sessions/new/",
           "/desk/community/posts/", "/desk/community/activities/", "/desk/community/activities/new/",
           "/desk/community/alliance/",
           "/desk/work/", "/desk/outbox/", "/desk/outbox/?tab=sent", "/me/notices/",
           "/desk/organisations/", "/desk/experts/", "/desk/experts/new/", "/desk/links/",
           "/todo/", "/menu/?q=拨付",
           "/desk/surveys/", "/desk/surveys/hiring-2022/", "/desk/surveys/hiring-2022/responses/",
           "/desk/courses/", "/desk/courses/first-idea/", "/desk/certificates/", "/desk/hours/",
           "/desk/surveys/hiring-2022/preview/", "/desk/surveys/new/",
           "/desk/advice/needs/", "/desk/advice/encounters/", "/desk/advice/corps/", "/desk/advice/coverage/",
           "/desk/advice/studios/first/", "/desk/advice/subjects/pay/", "/desk/advice/rules/new/",
           "/desk/advice/clinics/", "/desk/advice/clinics/new/", "/desk/advice/panels/", "/desk/advice/panels/ways/",
           "/desk/camp/cohorts/", "/training/camp/lessons/", "/desk/camp/posts/", "/desk/camp/internships/",
           "/desk/training/", "/desk/training-audits/", "/desk/hours/ledger/",
           "/desk/contests/", "/desk/contests/new/", "/desk/contests/entries/"]  # fmt: skip
OTHERS = {
    "accountant": ["/my/clients/", "/my/enterprises/", "/my/agency/", "/surveys/", "/surveys/rating-2022/"],
    "leader": ["/desk/", "/desk/applications/"],
    "auditor": ["/desk/", "/desk/log/", "/desk/bundles/", "/desk/collisions/", "/desk/after/", "/desk/findings/"],
    "finance": ["/desk/funds/", "/desk/funds/new/", "/desk/payments/", "/desk/joint/"],
    "treasurer": ["/desk/payments/", "/desk/reconcile/"],
    "science": ["/desk/scoring/", "/desk/places/tech-little-giant/", "/desk/notices/"],
    "expert": [
        "/desk/sheets/",
        "/my/judging/",
        "/community/contests/",
        "/my/contests/",
        "/my/contests/teams/",
        "/my/advice/work/",
        "/my/advice/work/terms/",
    ],
    "admin": [
        "/desk/",
        "/desk/people/",
        "/desk/organisations/new/",
        "/desk/organisations/staff/",
        "/desk/imports/",
        "/desk/outbox/",
        "/desk/work/",
    ],
}

SIZES = (1440, 1280, 1024, 768, 390, 320)  # CSS pixels; axe looks at the widest and at a phone's
LOOKED_AT = (1440, 390)
LANGUAGES = ("zh-CN", "en")
SMALL = """() => [...document.querySelectorAll('a[href], button, summary, select, input')].filter(each => {
  const box = each.getBoundingClientRect();
  if (!box.width || !box.height || box.right < 1 || !each.checkVisibility({visibilityProperty: true})) return false;
  if (each.closest('.visually-hidden, .hq-skip') || (box.width >= 24 && box.height >= 24)) return false;
  if (each.closest('label')) return false;  // the label is the target
  let block = each.parentElement;
  while (getComputedStyle(block).display === 'inline') block = block.parentElement;
  const inline = getComputedStyle(each).display === 'inline';
  return !(inline && block.innerText.trim() !== each.innerText.trim());  // in running text
}).map(each => `${each.tagName} ${each.innerText.trim().slice(0, 20)} ${each.getBoundingClientRect().height}`)"""
"""Targets smaller than 24 × 24 that do not stand in running text (WCAG 2.2, 2.5.8)."""

FAINT = """() => {
  const parts = text => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const over = ([r, g, b, a = 1], ground) => [r, g, b].map((each, n) => each * a + ground[n] * (1 - a));
  const ground = each => {
    if (!each) return [255, 255, 255];
    const colour = parts(getComputedStyle(each).backgroundColor);
    return (colour[3] ?? 1) === 1 ? colour : over(colour, ground(each.parentElement));
  };
  const light = colour => colour.map(each => (each /= 255) <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    .reduce((sum, each, n) => sum + each * [0.2126, 0.7152, 0.0722][n], 0);
  const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  return [...document.querySelectorAll('input, select, textarea')].filter(each => {
    const style = getComputedStyle(each), box = each.getBoundingClientRect();
    if (!box.width || !each.checkVisibility({visibilityProperty: true, opacityProperty: true})) return false;
    if (each.disabled || each.checked || each.closest('.visually-hidden')) return false;
    if (each === document.activeElement) return false;
    for (let on = each.parentElement; on; on = on.parentElement)  // a picture: nobody can reckon what it stands on
      if (getComputedStyle(on).backgroundImage !== 'none') return false;
    const native = style.appearance !== 'none' && /checkbox|radio|file|range|color/.test(each.type);
    if (native) return false;
    const behind = ground(each.parentElement), inside = light(ground(each)), around = light(behind);
    if (contrast(inside, around) >= 3) return false;
    const edge = parseFloat(style.borderTopWidth) ? light(over(parts(style.borderTopColor), behind)) : around;
    return contrast(edge, around) < 3;
  }).map(each => `${each.tagName} ${each.type} ${each.name || each.id}`);
}"""
"""Controls whose edge is not told from what they stand on: less than 3 : 1 (WCAG 2.2, 1.4.11; axe does not look)."""

MANY = """() => document.querySelectorAll('.hq-number').forEach(each => {
  each.textContent = '99+';
  const named = each.closest('[aria-label]');
  if (named) named.setAttribute('aria-label', named.getAttribute('aria-label').replace(/\\d+\\+?/, '99+'));
})"""
"""As on a day with more to do and to read than two digits say; the name says what is seen."""

LOUD = """() => [...document.querySelectorAll('.btn > .hq-number')].filter(each =>
  parseFloat(getComputedStyle(each).fontSize) > parseFloat(getComputedStyle(each.parentElement).fontSize)
).map(each => each.parentElement.getAttribute('aria-label') || each.innerText)"""
"""How much waits, in larger letters than the words of its button."""


def looked_at(page: Page, address: str, language: str = "zh-CN") -> list[str]:
    """What is wrong with the page as it stands."""
    page.goto(address)
    return as_it_stands(page, language)


def too_wide(page: Page) -> list[str]:
    wider = page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth + 1")
    return [f"{page.url}: wider than the window"] if wider else []


def faint(page: Page, how: str = "") -> list[str]:
    return [f"{page.url}: the edge of {each} is faint{how}" for each in page.evaluate(FAINT)]


def as_it_stands(page: Page, language: str = "zh-CN") -> list[str]:
    found = violations(page) + too_wide(page) + faint(page)
    if page.get_by_role("heading", level=1).count() != 1:
        found.append(f"{page.url}: not one first heading")
    told = "zh-CN" if "/embed/" in page.url else language  # a frame's language stands in its address
    if page.locator("html").get_attribute("lang") != told:
        found.append(f"{page.url}: language")
    return found


def linked(page: Page, pattern: str) -> list[str]:
    """The first address on the page that fits a pattern."""
    hrefs = page.evaluate("() => [...document.querySelectorAll('main a[href]')].map(link => link.getAttribute('href'))")
    return [each for each in dict.fromkeys(hrefs) if re.fullmatch(pattern, each)][:1]


DARK = "() => document.documentElement.setAttribute('data-bs-theme', 'dark')"


def looked_at_twice(page: Page, *, wide: bool) -> list[str]:
    """The page as it stands on a phone; and in a wide window, or whether it fits one and its words are read in the
    dark.
    """
    page.set_viewport_size({"width": LOOKED_AT[0], "height": 900})
    found = as_it_stands(page) if wide else too_wide(page)
    page.set_viewport_size({"width": LOOKED_AT[1], "height": 844})
    found += [f"{each} (phone)" for each in as_it_stands(page)]
    page.evaluate(DARK)
    found += faint(page, " in the dark")
    return found if wide else found + [f"{each} (dark)" for each in violations(page, only="color-contrast")]


def seen_in_every_width(page: Page, address: str, language: str) -> list[str]:
    page.set_viewport_size({"width": LOOKED_AT[0], "height": 900})
    found = looked_at(page, address, language)
    found += [f"{page.url}: {each} is loud ({language})" for each in page.evaluate(LOUD)]
    for width in SIZES[1:]:
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate(MANY)
        found += [f"{each}: {width} ({language})" for each in too_wide(page)]
        if width == LOOKED_AT[1]:
            found += violations(page)
            found += [f"{page.url}: {each} is small ({language})" for each in page.evaluate(SMALL)]
    return found
