"""The form of an import: one file."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.tables.limits import LARGEST_FILE


class UploadForm(forms.Form):
    """The filled-in template, or a CSV file with the same headings."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("xlsx or CSV (UTF-8 or GB18030), at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}))

    def clean_file(self):
        """Within the limits."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".xlsx", ".csv")):
            raise forms.ValidationError(_("Only .xlsx and .csv are taken; old .xls, .et files are saved as xlsx first."))
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file
