"""The models of the slices of this app."""

from branches.access.models import Assignment, Guesses, OldPassword, Receipt, SignIn, User
from branches.account.models import RecoveryCode, SecondFactor
from branches.audit.models import ChainHead, Event
from branches.brands.models import Base, Brand, JointActivity, Partner
from branches.org.models import Branch, Bureau, Profile, Seat, Term

__all__ = [
    "Assignment", "Base", "Branch", "Brand", "Bureau", "ChainHead", "Event", "Guesses", "JointActivity",
    "OldPassword", "Partner", "Profile", "Receipt", "RecoveryCode", "Seat", "SecondFactor", "SignIn", "Term", "User",
]
