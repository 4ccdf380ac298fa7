"""The short manual keeps to what the program does."""

import pytest
from django.conf import settings

from branches.tasks.task import KEPT_SECONDS

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(("language", "said"), [
    ("zh-hans", ("耗时操作", "离开该页面", "每人同一时间只能有一项", "已中断", "保留一天")),
    ("en", ("What takes long", "You may leave it", "one such work at a time", "broken off", "kept for a day")),
])
def test_it_says_what_to_do_about_works_that_take_long(sign_in, secretary, language, said):
    client = sign_in(secretary)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/help/").text
    section = page.partition('id="works"')[2].partition("<h2")[0]

    assert [words for words in said if words not in section] == [] and KEPT_SECONDS == 24 * 3600
