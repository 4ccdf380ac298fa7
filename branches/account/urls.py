"""Addresses of the door and of one's own account."""

from django.urls import path

from branches.account import views, views_factor, views_own, views_session

urlpatterns = [
    path("login/", views.sign_in, name="login"),
    path("login/code/", views.give_code, name="login-code"),
    path("logout/", views.sign_out, name="logout"),
    path("password/", views_own.change_password, name="password-change"),
    path("theme/", views.switch_theme, name="theme-switch"),
    path("account/", views_own.show, name="account"),
    path("account/factor/", views_factor.show, name="account-factor"),
    path("account/factor/begin/", views_factor.begin_one, name="account-factor-begin"),
    path("account/factor/confirm/", views_factor.confirm, name="account-factor-confirm"),
    path("account/factor/remove/", views_factor.remove, name="account-factor-remove"),
    path("account/recovery/", views_factor.recovery, name="account-recovery"),
    path("sessions/state/", views_session.state, name="sessions-state"),
    path("sessions/unsent/", views_session.unsent_form, name="sessions-unsent"),
    path("sessions/<int:pk>/end/", views_session.end_session, name="sessions-end"),
    path("people/<str:username>/sessions/end/", views_session.end_all_sessions, name="people-sessions-end"),
    path("people/<str:username>/factor/reset/", views_factor.reset, name="people-factor-reset"),
]
