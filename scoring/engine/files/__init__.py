"""Scores from files to a file: reading with every fault named, writing all or nothing."""

from .faults import Fault, Faults, FileProblem
from .job import Inputs, read_inputs
from .write import FORMATS, write_result

__all__ = ["FORMATS", "Fault", "Faults", "FileProblem", "Inputs", "read_inputs", "write_result"]
