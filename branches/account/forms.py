"""Forms of signing in, of the code after it, and of one's own password."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branches.access.passwords import profile


class SignInForm(forms.Form):
    """User name and password; one sentence for every failure, so that names cannot be guessed."""

    username = forms.CharField(
        label=_("User name"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"), max_length=256, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.user = None

    def clean(self) -> dict:
        """Both given: look the user up."""
        data = super().clean()
        if not self.errors:
            self.user = authenticate(
                self.request, username=data["username"].strip(), password=data["password"],
            )
            if self.user is None:
                raise ValidationError(_("User name or password is not right."), code="unknown")
        return data


class CodeForm(forms.Form):
    """The code that the phone shows now, or a recovery code."""

    code = forms.CharField(
        label=_("Code of six digits"), max_length=40,
        widget=forms.TextInput(attrs={
            "autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false", "autocapitalize": "none",
        }),
    )


class PasswordForm(forms.Form):
    """The old password once, the new one twice."""

    old = forms.CharField(
        label=_("Present password"), strip=False, max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"), strip=False, max_length=256,
        help_text=_("Ten characters or more of three kinds; no common word, none of the last five."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"), strip=False, max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if profile()["classes"] == 1:
            self.fields["new"].help_text = _("Fifteen characters or more; no common word, none of the last five.")

    def clean_old(self) -> str:
        """Whoever found an open screen does not know it."""
        if not self.user.check_password(self.cleaned_data["old"]):
            raise ValidationError(_("This is not your present password."), code="old")
        return self.cleaned_data["old"]

    def clean_new(self) -> str:
        """Long and uncommon enough."""
        validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean(self) -> dict:
        """Both new ones are the same."""
        data = super().clean()
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", ValidationError(_("The two new passwords differ."), code="differ"))
        return data
