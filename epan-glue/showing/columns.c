/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Protocol and Info: one line that says what the packet is. */

#include "showing/columns.h"

#include <epan/column-utils.h>

void ikelog_columns_fill(struct ikelog_dissection *dissection)
{
    column_info *columns = dissection->pinfo->cinfo;

    if (!columns || !col_get_writable(columns, -1))
        return;
    col_set_str(columns, COL_PROTOCOL, "ISAKMP");
    col_clear(columns, COL_INFO);
    col_add_str(columns, COL_INFO, ikelog_dissection_title(dissection));
}
