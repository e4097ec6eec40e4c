"""Addresses of one's own sign-in and of the team, mounted at /staff/."""

from django.urls import include, path

from customers.staff import own_views, team_views, welcome_views

_me = [
    path("", own_views.me, name="index"),
    path("devices/end/", own_views.end_device, name="device-end"),
    path("devices/end-others/", own_views.end_others, name="others-end"),
    path("password/", own_views.password, name="password"),
    path("code-app/", own_views.code_app, name="code-app"),
    path("recovery-codes/", own_views.recovery_codes, name="recovery-codes"),
]
_team = [
    path("", team_views.index, name="index"),
    path("invitations/", team_views.invitations, name="invitations"),
    path("<str:member_id>/", team_views.member, name="member"),
    path("<str:member_id>/link/", team_views.link, name="link"),
    path("<str:member_id>/link/withdrawn/", team_views.withdrawn, name="link-withdrawn"),
    path("<str:member_id>/shut-out/", team_views.shut_out, name="shut-out"),
    path("<str:member_id>/let-in/", team_views.let_in, name="let-in"),
    path("<str:member_id>/code-app/off/", team_views.code_app_off, name="code-app-off"),
    path("<str:member_id>/sessions/ended/", team_views.sessions, name="sessions-ended"),
    path("<str:member_id>/role/", team_views.role, name="role"),
    path("<str:member_id>/leaving/", team_views.leaving, name="leaving"),
]
urlpatterns = [
    path("welcome/", welcome_views.welcome, name="welcome"),
    path("me/", include((_me, "me"))),
    path("team/", include((_team, "team"))),
]
