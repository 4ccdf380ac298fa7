"""A browser and a system in two words that their owner knows."""

# The first that is found in what a browser says of itself; most of them also claim to be others.
BROWSERS = (
    ("Edg/", "Edge"), ("360SE", "360"), ("360EE", "360"), ("QQBrowser/", "QQ"), ("Qaxbrowser", "Qianxin"),
    ("Firefox/", "Firefox"), ("MSIE", "Internet Explorer"), ("Trident/", "Internet Explorer"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("UOS", "UOS"),
    ("Kylin", "Kylin"), ("Linux", "Linux"),
)


def named_device(told: str) -> str:
    """What a browser calls itself, in two words; what is unknown is shown as it was told."""
    found = [next((name for sign, name in names if sign in told), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found)) or told
