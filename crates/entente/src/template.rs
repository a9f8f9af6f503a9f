//! What `case new` writes: a case that can be checked at once, with every part explained where it stands.

/// File of a new case, by name relative to its folder.
pub fn new_case(id: &str, first: &str, second: &str, as_of: i32, read_on: &str) -> Vec<(&'static str, String)> {
    let quote = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let (id, first, second) = (quote(id), quote(first), quote(second));
    let case = format!(
        "schema_version = 1\nid = \"{id}\"\ntitle = \"{first} and {second}\"\npair = [\"{first}\", \"{second}\"]\nas_of = {as_of}\n\
         citations = \"citations.csv\"\n\n# One block for each table; `entente case check` lists the tables and columns there are.\n\
         [table.treaties]\nfile = \"treaties.csv\"\nyears = \"1990..{as_of}\"\n\n\
         # A claim is a sentence that can fail. The word after `test` is the kind; thresholds are fixed before looking.\n\
         [[claim]]\nid = \"N01\"\nquestion = 1\nstatement = \"No defence obligation binds the two.\"\n\
         falsifier = \"A treaty in force with a duty to fight for the other.\"\nsettles = \"The text of every treaty in force.\"\n\
         [claim.test.obligation]\nlevel = \"defence\"\nis_present = false\n"
    );
    let citations = format!(
        "id,publisher,title,url,published,read_on,grade,kind\n\
         example,Who published it,What it is called,https://example.org/page,{as_of},{read_on},B2,official\n"
    );
    let treaties =
        "id,ccode1,ccode2,name,signed,in_force,ended,kind,is_binding,obligation_1to2,obligation_2to1,topic,citation,says\n".to_owned();
    vec![("case.toml", case), ("citations.csv", citations), ("treaties.csv", treaties)]
}
