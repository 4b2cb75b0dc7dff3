//! Rules: policy on a whole site.
