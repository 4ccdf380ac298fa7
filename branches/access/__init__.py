"""Users, the posts they hold from–to, and the one question: may this user do that?"""
