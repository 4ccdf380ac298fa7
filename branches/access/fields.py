"""Form fields for numbers as people write them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branches.basics import numbers

PLAINLY = _("Please write the number plainly, such as 12 or 3.5: digits and a point, nothing else.")


class _Plain:
    """Reads full-width digits, refuses underscores, exponents, separators and what is no number."""

    def to_python(self, value):
        """The number, by the field's own rules after ours."""
        if value in self.empty_values or not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return super().to_python(numbers.plain(value))
        except ValueError:
            raise ValidationError(PLAINLY, code="plainly") from None


class WholeField(_Plain, forms.IntegerField):
    """A whole number."""


class NumberField(_Plain, forms.DecimalField):
    """A number with decimals."""
