"""How far each record of the running quarter has come: every state of the workflow is there to be seen."""


from branches.basics import quarters
from scoring.demo.aiming import Account
from scoring.demo.days import Days
from scoring.demo.dice import Dice, dice_for

# Whose month shows which state for certain, whatever the day of the quarter.
CERTAIN = {"zmpcs": "accepted", "sjmpcs": "submitted", "lhfj": "returned", "pcs-01": "void"}
SHARES = {"reviewed": (0.86, 0.95), "waiting": (0.35, 0.9)}


def settle(account: Account, days: Days, number: int, seed: int) -> None:
    """Give every draft of a branch its fate by its month: handed over and reviewed, waiting, or still a draft."""
    chance = dice_for(seed, "fates", account.unit.code, days.quarter)
    today = days.limit.date()
    months = [str(month) for month in days.quarter.months]
    begun = [month for month in months if quarters.parse_month(month).first_day <= today]
    ended = [month for month in begun if quarters.parse_month(month).last_day < today]
    newest = ended[-1] if ended else begun[-1]
    is_cast = account.unit.code in CERTAIN
    for month in begun:
        drafts = [draft for draft in account.drafts if draft.month == month]
        is_due = month in ended and days.table.months[month] < today
        is_sent = is_cast if month not in ended else (number % 11 != 5 if is_due else number % 3 == 0)
        if month != newest and month not in ended:
            is_sent = False
        if is_cast and month == newest:
            is_sent = True
        for draft in drafts:
            draft.fate = _fate(chance, is_sent, days.table.reviews[month] < today)
        if is_sent and month == newest and drafts and is_cast:
            drafts[0].fate = CERTAIN[account.unit.code]


def _fate(chance: Dice, is_sent: bool, is_reviewed: bool) -> str:
    drawn = chance.random()
    if not is_sent:
        return "draft"
    accepted, others = SHARES["reviewed" if is_reviewed else "waiting"]
    if drawn < accepted:
        return "accepted"
    return "submitted" if drawn < others else "returned"
