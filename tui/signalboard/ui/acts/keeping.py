"""Keeping: theses, companies, exports, refreshing, help; what opens a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from signalboard.desk.values import Change, ThesisRow
from signalboard.model import Company, Thesis
from signalboard.ui.acts.finding import Finding

if TYPE_CHECKING:
    from signalboard.ui.app import Signalboard


class Keeping(Finding):
    """What changes seldom. A dialog opens only where a person types."""

    def kept(self, change: Change | None) -> None:
        """A thesis, a company or the settings changed."""
        self.see_theses()
        self.headlines.forget()
        self.see_companies()
        self.see_summary()
        self.see_story()
        if change is not None:
            self.tell_change(change.label)

    # -- theses -----------------------------------------------------------

    async def action_new_thesis(self) -> None:
        """A new thesis, with its negation."""
        from signalboard.ui.dialogs.thesis import ThesisForm

        def changed(change: Change | None) -> None:
            self.kept(change)
            if change is not None and change.thesis_ids:
                self.arm(change.thesis_ids[0])

        await self.app.push_screen(ThesisForm(self.desk, changed))

    async def action_edit_thesis(self) -> None:
        """Edit the selected or the armed thesis."""
        row = self._meant()
        if row is not None:
            from signalboard.ui.dialogs.thesis import ThesisForm

            await self.app.push_screen(ThesisForm(self.desk, self.kept, row.thesis))

    def _meant(self) -> ThesisRow | None:
        row = self.theses_pane.selected if self.pane == "theses" else self.armed_row
        if row is None:
            self.mention(("no thesis is armed or selected", "soft"))
        return row

    async def action_open_thesis(self) -> None:
        """The selected or the armed thesis: its chart, its log, its sum."""
        row = self._meant()
        if row is not None:
            await self._open_screen(row.thesis.id)

    async def action_open_selected(self) -> None:
        """The thesis under the cursor."""
        row = self.theses_pane.selected
        if row is not None:
            await self._open_screen(row.thesis.id)

    async def _open_screen(self, thesis_id: str) -> None:
        from signalboard.ui.thesis.screen import ThesisScreen

        screen = ThesisScreen(self.desk, self.keys, thesis_id)
        await self.app.push_screen(screen, lambda _: self.kept(None))

    # -- companies --------------------------------------------------------

    async def action_new_company(self) -> None:
        """A new company to find in the headlines."""
        from signalboard.ui.dialogs.company import company_form

        def save(company: Company) -> None:
            self._companies_changed(self.desk.add_company(company))
            self.companies_pane.reveal(company.name)

        await self.app.push_screen(company_form(None, save, self._check_command, self._listed))

    async def action_edit_company(self) -> None:
        """Other names for the selected company."""
        row = self.companies_pane.selected
        if row is None:
            self.mention(("no company is selected", "soft"))
            return
        from signalboard.ui.dialogs.company import company_form

        def save(company: Company) -> None:
            self._companies_changed(self.desk.edit_company(company))

        form = company_form(row.company, save, self._check_command, self._listed)
        await self.app.push_screen(form)

    @property
    def _listed(self) -> list[Company]:
        return [row.company for row in self.desk.companies()]

    def _check_command(self, company: Company, limit: int) -> list[str]:
        return self.desk.check_command(company, limit=limit)

    def _companies_changed(self, change: Change | None) -> None:
        self.kept(change)
        self.scan_archive()

    def action_remove_company(self) -> None:
        """Take the selected company out of feeds.yaml; undo brings it back."""
        row = self.companies_pane.selected
        if row is None:
            self.mention(("no company is selected", "soft"))
        else:
            with self.telling():
                self._companies_changed(self.desk.remove_company(row.company.name))

    async def action_track(self) -> None:
        """Track a company, or stop: the selected one, or one the story names."""
        self._met(self.active if self.pane == "companies" else self.headlines)
        if self.pane == "companies":
            row = self.companies_pane.selected
            names: tuple[str, ...] = (row.company.name,) if row is not None else ()
        else:
            story = self.headlines.current
            names = story.companies if story is not None else ()
        if not names:
            self.mention(("no known company is named here; c then a adds one", "soft"))
        elif len(names) == 1:
            self._track(names[0])
        else:
            from signalboard.ui.dialogs.picker import Choice, Picker

            tracked = self._tracked()
            choices = [
                Choice(name, [(name, "")], [("tracked" if name in tracked else "", "soft")], name)
                for name in names
            ]
            await self.app.push_screen(
                Picker("Track, or stop tracking", choices),
                lambda name: self._track(name) if name is not None else None,
            )

    def _tracked(self) -> set[str]:
        return {row.company.name for row in self.companies_pane.rows if row.tracked}

    def _track(self, name: str) -> None:
        with self.telling():
            change = self.desk.track(name, name not in self._tracked())
            self.kept(change)
            self.companies_pane.reveal(name)

    # -- feeds ------------------------------------------------------------

    async def action_new_feed(self) -> None:
        """A new feed, looked at by a child process before it is added."""
        from signalboard.ui.dialogs.feed import FeedDialog

        await self.app.push_screen(FeedDialog(self.desk), self._feeds_changed)

    async def action_import_feeds(self) -> None:
        """The feeds of another reader's list, shown before they are added."""
        from signalboard.ui.dialogs.lists import ImportDialog

        await self.app.push_screen(ImportDialog(self.desk), self._feeds_changed)

    async def action_export_feeds(self) -> None:
        """All feeds as a file that other readers take."""
        from signalboard.ui.dialogs.lists import export_form

        await self.app.push_screen(export_form(self.desk, self._feeds_changed))

    def _feeds_changed(self, sentence: str | None) -> None:
        if sentence:
            self.kept(None)
            self.tell((sentence, "soft"))

    # -- the rest ---------------------------------------------------------

    def action_refresh_feeds(self) -> None:
        """Refresh now, whatever the schedule says."""
        if self.progress.running:
            self.mention(("a refresh is under way", "soft"))
        else:
            self.refresh_was_asked = True
            cast("Signalboard", self.app).refresh_feeds(now=True)

    async def action_health(self) -> None:
        """The health of the feeds, on a screen of its own."""
        from signalboard.ui.health.screen import HealthScreen

        await self.app.push_screen(
            HealthScreen(self.desk, self.keys, self.progress), lambda _: self.kept(None)
        )

    async def on_top_line_feeds(self) -> None:
        """The count of feeds was clicked."""
        await self.action_health()

    async def action_export(self) -> None:
        """Write an evidence log."""
        if not self.theses:
            self.mention(("nothing to export: there is no thesis yet", "soft"))
            return
        from signalboard.ui.dialogs.export import ExportDialog

        armed: Thesis | None = self.armed_row.thesis if self.armed_row else None

        def written(sentence: str | None) -> None:
            if sentence:
                self.tell((sentence, "soft"))

        dialog = ExportDialog(self.desk, [row.thesis for row in self.theses], armed)
        await self.app.push_screen(dialog, written)

    # -- briefs -----------------------------------------------------------

    async def action_brief(self) -> None:
        """The newsletter brief of the story: begun, shown, gone on with."""
        self._met(self.headlines)
        row = self.headlines.current
        if row is None:
            self.mention(("there is no story to write up", "soft"))
            return
        from signalboard.ui.brief.screen import BriefScreen

        def left(label: str | None) -> None:
            self.kept(None)
            if label:
                self.tell_change(label)

        screen = BriefScreen(self.desk, self.keys, row.id)
        await self.app.push_screen(screen, left)
        await screen.begin()

    async def action_digest(self) -> None:
        """What some days brought, as a file."""
        from signalboard.ui.brief.files import digest_form

        def written(path: str) -> None:
            self.tell((f"written to {path}", "soft"))

        await self.app.push_screen(digest_form(self.desk, written))

    def action_put_away(self) -> None:
        """Put the notice shown away."""
        if not self.notices.dismiss():
            self.mention(("no notice to put away", "soft"))

    def action_notices(self) -> None:
        """Show the notices put away again."""
        if not self.notices.again():
            self.mention(("there were no notices", "soft"))
