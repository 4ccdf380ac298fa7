"""The sheet of a run: for each branch its printed row and its trail, as canonical JSON text."""

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from branches.basics import quarters
from branches.org.queries import BranchOnDay
from indexmetrics.evidence.models import Record
from indexmetrics.facts import Fact
from indexmetrics.periods.models import Quarter
from scoring.boards.models import Edition
