"""Made-up patients, to try the desk on: everyone and everything in them is invented."""

from oxyclaim.services.desk.demo.filling import DEMO, fill_demo, fill_inbox

__all__ = ["DEMO", "fill_demo", "fill_inbox"]
