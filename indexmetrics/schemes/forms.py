"""Forms of schemes: a file to take in, and the word that makes it final."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.basics import zips

ENDINGS = (".json", ".xlsx")


class UploadForm(forms.Form):
    """A scheme as JSON, or the xlsx form of the same."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("JSON, or the xlsx that was exported here; at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,.xlsx"}))

    def clean_file(self):
        """Small enough, of a known form, and no archive that swells up."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError(_("A scheme is a .json or .xlsx file."))
        if file.size > zips.LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        if file.name.lower().endswith(".xlsx"):
            content = file.read()
            file.seek(0)
            if zips.fault_in(content):
                raise forms.ValidationError(_("This file is no workbook, or it would swell up when opened; save it anew as xlsx."))
        return file


class LockForm(forms.Form):
    """The word that a version is final."""

    confirmed = forms.BooleanField(
        label=gettext_lazy("I have read what changes; this version becomes final and cannot be changed any more."))
