"""A member's own pages about their profile."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from members import views


class ActConverter(StringConverter):
    """What one member does about another."""

    regex = "mute|block|let-be"


register_converter(ActConverter, "act")

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("picture/", views.picture, name="picture"),
    path("picture/remove/", views.remove_picture, name="picture-remove"),
    path("conditions/", views.conditions, name="member-conditions"),
    path("conditions/add/", views.add_condition, name="member-condition-add"),
    path("conditions/<int:pk>/", views.change_condition, name="member-condition-edit"),
    path("conditions/<int:pk>/remove/", views.remove_condition, name="member-condition-remove"),
    path("map/", views.map_place, name="map-place"),
    path("map/leave/", views.leave_map, name="map-leave"),
    path("people/", views.people, name="people"),
    path("people/<int:pk>/<act:act>/", views.avoid, name="avoid"),
    path("undo/", views.undo, name="undo"),
]
