"""Forms of the administrator: an account, a post, its hand-over."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from branches.access.models import Assignment, User
from branches.access.roles import Role
from branches.basics import clock


def day_input() -> forms.DateInput:
    """The browser's own date field."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PersonForm(forms.Form):
    """A new account; its first password is made by the system."""

    username = forms.CharField(
        label=_("User name"), max_length=60,
        help_text=_("Letters, digits, dot, hyphen; it cannot be changed later."),
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._-]*$", _("Only letters, digits, dot, hyphen, underscore."))],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
    name = forms.CharField(label=_("Person's name"), max_length=60)

    def clean_username(self) -> str:
        """Not taken, whatever its capitals."""
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("This user name is taken."), code="taken")
        return username


class NameForm(forms.Form):
    """A person's name."""

    name = forms.CharField(label=_("Person's name"), max_length=60)


class PostForm(forms.ModelForm):
    """A post from a day on."""

    class Meta:
        model = Assignment
        fields = ("role", "branch", "since")
        labels = {"role": _("Post"), "branch": _("Branch"), "since": _("First day")}
        help_texts = {"branch": _("For a secretary; a reviewer without a branch covers all branches.")}
        widgets = {"since": day_input()}
        field_classes = {"branch": forms.ModelChoiceField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["branch"]
        field.to_field_name = "code"
        field.queryset = field.queryset.filter(closed_on=None)
        field.empty_label = "—"
        self.fields["role"].choices = [("", "—"), *Role.choices]
        self.fields["since"].initial = clock.today


class EndForm(forms.Form):
    """The last day of a post."""

    last_day = forms.DateField(
        label=_("Last day"), widget=day_input(),
        help_text=_("Access ends after this day; a day in the past ends it at once."))


class HandOverForm(forms.Form):
    """Who takes a post over, and from which day."""

    to = forms.ModelChoiceField(label=_("Taken over by"), queryset=User.objects.none(), to_field_name="username")
    since = forms.DateField(label=_("First day"), widget=day_input())

    def __init__(self, post: Assignment, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.filter(is_active=True).exclude(pk=post.user_id)
        self.fields["to"].label_from_instance = lambda user: f"{user.name} ({user.username})"
        self.fields["since"].initial = clock.today


class ConfirmForm(forms.Form):
    """One's own password once more."""

    password = forms.CharField(
        label=_("Your password"), strip=False, max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}))
