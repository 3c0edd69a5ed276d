-- In which language a statement became final. Unknown of those from before: theirs is English, in the words of that time.
alter table statement add column language text check (language in ('en', 'fr'));
