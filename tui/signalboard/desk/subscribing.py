"""Subscribing: which feeds are read; they live in feeds.yaml."""

from __future__ import annotations

from signalboard import config, text
from signalboard.desk import documents
from signalboard.desk.children import command
from signalboard.desk.editing import Editing
from signalboard.desk.reading import Reading
from signalboard.desk.values import Change, DeskProblem
from signalboard.links import feed_key, feeds_meant, safe_link, shown, shown_host
from signalboard.model import Feed


class Subscribing(Editing, Reading):
    """Feeds. An edit of feeds.yaml is a change like any other: it can be undone."""

    def add_feed(self, feed: Feed) -> Change:
        """A new subscription, written to feeds.yaml."""
        if safe_link(feed.url) is None:
            raise DeskProblem(
                f"{text.clean(feed.url, 200)!r} is no address of a feed: it begins with "
                "https:// or http:// and names a host."
            )
        known = self.known_feed(feed.url)
        if known is not None:
            raise DeskProblem(f"It is subscribed to already, as {known.name} ({shown(known.url)}).")
        return self._edit_settings(
            f"new feed: {feed.name}", "feed", feed.url, None, documents.document(feed)
        )

    def known_feed(self, url: str) -> Feed | None:
        """The subscription that this is an address of, however it is spelled; None if none is."""
        key = feed_key(url)
        return next((feed for feed in self._settings.feeds if feed_key(feed.url) == key), None)

    def look_command(self) -> list[str]:
        """The command that finds the feeds of an address, told and answered in lines of JSON.

        The address is its first line: a command line can be read by everyone on the machine.
        """
        return command(self.places, "feed", "look", "--json", "--answers", "-")

    def name_for(self, title: str, url: str) -> str:
        """A name for a new feed that no other has: what it calls itself, else its host."""
        from signalboard.wire.lists.listed import Names

        name = text.clean(title, 200) or shown_host(url) or text.clean(shown(url), 200)
        return Names(feed.name for feed in self._settings.feeds).free(name, url)

    def remove_feed(self, named: str) -> Change:
        """Take a subscription out of feeds.yaml, by address or name; its stories stay."""
        feed = self.find_feed(named)
        return self._edit_settings(
            f"removed feed: {feed.name}", "feed", feed.url, documents.document(feed), None
        )

    def keep_login(self, named: str, user: str, password: str) -> None:
        """Keep a user and a password for a feed. No change of the board: nobody undoes it."""
        if not user or not (user + password).isprintable() or ":" in user:
            raise DeskProblem(
                "A user is a word without a colon, a password one line of text. Nothing was kept."
            )
        config.set_login(self.places, shown(self.find_feed(named).url), (user, password))

    def forget_login(self, named: str) -> bool:
        """Forget the user and the password of a feed, listed or not; whether there was one.

        Raises DeskProblem where no feed is meant, nor one whose login was kept.
        """
        return config.set_login(self.places, self._login_of(named), None)

    def login_left(self, url: str) -> str:
        """What to say of the login of a feed that was removed; empty where it has none."""
        if shown(url) not in config.logins(self.places):
            return ""
        return (
            "Its user and password are still kept, for an undo; "
            f"`signalboard feed logout {shown(url)}` forgets them."
        )

    def _login_of(self, named: str) -> str:
        """The address, as shown, of a feed; also of one that is listed no more but has a login."""
        try:
            return shown(self.find_feed(named).url)
        except DeskProblem:
            kept = [Feed(shown_host(url), url) for url in config.logins(self.places)]
            meant = feeds_meant(named, kept)
            if len(meant) != 1:
                raise
            return meant[0].url
